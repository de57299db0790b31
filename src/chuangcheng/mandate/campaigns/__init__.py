"""Campaigns: an area on its way to a title, in a cycle of years."""
