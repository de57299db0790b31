"""What was seen and said: inspections, and later materials and surveys."""
