"""Following released rounds: what failed in them comes onto the list."""
