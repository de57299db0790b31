"""Red and black lists that cities have published: how they are drawn up and what follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """The names of the lists that ship, in alphabetical order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def lists(name: str) -> dict[str, Any]:
    """How lists are drawn up. Raises LookupError, which says what does ship, for other names."""
    if name not in names():
        raise LookupError(f"no lists called {name} ship; there are {', '.join(names())}")
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
