"""The repository's own tools: what the Makefile calls, and the rules of the house."""
