"""Photographs: what shows how it was, where and when it was taken, and whether it is what it seems."""
