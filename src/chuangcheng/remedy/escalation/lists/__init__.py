"""The weekly red and black lists (红黑榜)."""
