"""Who did what, when and why: one hash-chained event for every verb."""
