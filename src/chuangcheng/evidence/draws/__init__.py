"""Draws: which points a round visits, by quotas and a public seed, so that anyone can repeat it."""
