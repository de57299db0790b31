"""Data that ships: frameworks, schemas and the sample county."""
