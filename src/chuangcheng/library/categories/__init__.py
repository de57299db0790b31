"""Categories of problems that ship: thirteen, each with finer classes, and how grave one can be.

Superiors' feedback is sorted in thirteen categories in published practice; the list itself differs
from place to place, so this one is where an office starts from.
`words` are looked for in the title of an item: the first category or class that has one of them
gets the problem, the last category what nothing else took.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


def table(name: str = "default") -> dict[str, Any]:
    """Categories and severities as plain values."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
