"""Passwords made for somebody else."""

from __future__ import annotations

import secrets

# Without what is mistaken for something else when read out or written down.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary() -> str:
    """A password to be handed over and changed at once: four groups, 79 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _letter in range(4)) for _group in range(4))
    return "-".join(groups)
