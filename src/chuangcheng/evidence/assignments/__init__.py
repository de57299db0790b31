"""Assignments: who visits which point of a round on which day, and how far inspectors agree."""
