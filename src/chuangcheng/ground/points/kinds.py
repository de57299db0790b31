"""Which kinds of point are streets from the start."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def street_codes() -> frozenset[str]:
    """Codes of the shipped kinds that are streets."""
    text = files(__package__).joinpath("data/streets.yaml").read_text("utf-8")
    return frozenset(yaml.safe_load(text))
