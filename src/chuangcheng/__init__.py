"""Scores, problems and standing for a civilised-city creation campaign (创城)."""

__version__ = "0.1.0"
