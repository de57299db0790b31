"""Duties: every standard handed to a leader, a lead unit and its partners."""
