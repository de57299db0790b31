"""What every page shares: the frame, the tables, the look, the answers to what goes wrong."""
