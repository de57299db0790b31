"""Ladders of escalation that ship: what follows when time runs out, one YAML file each.

A campaign keeps its own copy, so a file here is where an office starts from and never what holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DEFAULT = "default"


def names() -> tuple[str, ...]:
    """The names of the ladders that ship, in alphabetical order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def ladder(name: str = DEFAULT) -> dict[str, Any]:
    """A ladder as plain values. Raises LookupError, which says what does ship, for other names."""
    if name not in names():
        raise LookupError(f"no ladder called {name} ships; there are {', '.join(names())}")
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
