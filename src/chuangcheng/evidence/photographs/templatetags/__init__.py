"""Photographs in the templates of other nouns."""
