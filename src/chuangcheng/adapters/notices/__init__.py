"""Telling people outside the site, in one message at a time."""
