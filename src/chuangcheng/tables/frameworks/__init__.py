"""Frameworks in files: YAML, JSON and workbooks, in and out."""
