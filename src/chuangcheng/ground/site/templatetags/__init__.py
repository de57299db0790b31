"""What templates of every noun may use."""
