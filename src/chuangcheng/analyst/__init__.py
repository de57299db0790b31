"""What an analyst does with files alone: read, score, combine, draw, report."""
