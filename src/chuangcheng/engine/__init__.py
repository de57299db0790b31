"""The arithmetic: columns in, columns out, and no Django."""
