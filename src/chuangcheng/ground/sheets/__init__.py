"""Workbooks in and out: columns declared once, problems listed whole, then one atomic verb."""
