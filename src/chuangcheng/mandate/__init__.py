"""The mandate: what is asked, of whom. Frameworks, campaigns and duties."""
