"""Setting procedures and the calendar."""
