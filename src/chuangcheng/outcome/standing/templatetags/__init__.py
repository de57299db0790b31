"""Filters of the standing pages."""
