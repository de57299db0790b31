"""Inspections: rounds of judging, their observations, and what was decided beside them."""
