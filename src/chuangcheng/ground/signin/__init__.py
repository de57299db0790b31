"""Signing in and out, and looking after one's own account."""
