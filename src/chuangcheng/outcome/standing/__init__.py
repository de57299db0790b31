"""Standing: scores, ranks and lost points, computed from rounds and kept so that they repeat."""
