"""One folder for each outside system or protocol."""
