"""The rules of the house: each is one small function that carries its own sentence."""
