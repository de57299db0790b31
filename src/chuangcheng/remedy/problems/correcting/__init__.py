"""What corrections take back: sightings, and what only they had brought about."""
