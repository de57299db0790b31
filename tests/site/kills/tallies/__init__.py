"""Tallies: a noun of the tests' own, whose jobs leave a trace of every time they ran."""
