"""What follows when a problem is not put right in time."""
