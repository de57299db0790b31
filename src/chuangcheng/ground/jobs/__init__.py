"""Jobs: work that is done after the answer, once, even when a process dies over it."""
