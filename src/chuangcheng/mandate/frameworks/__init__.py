"""Frameworks: the editions of what is asked, from draft to withdrawal."""
