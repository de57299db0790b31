"""What it comes to: the standing of areas and units."""
