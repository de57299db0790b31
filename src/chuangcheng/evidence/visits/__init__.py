"""Visits: what phones send from the street, kept as it came, and what becomes of it."""
