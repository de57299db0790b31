"""Red and black lists that cities have published: how they are drawn up, one YAML file each.

A campaign keeps its own copy, and has no lists until it is given one: nobody is put on a black list
because a file ships.

`groups` are listed each for itself: the `kinds` of units in it, and either `positions` (so many from
the top and the bottom) or `thresholds` in per cent. `rectified` says what counts: what units have
`reported`, or what was `struck-off`. A list is drawn up `drawn_after` so many hours after its week.
`left_out` says what a week without problems does to a run: it `passes`, or `breaks` it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DEFAULT = "jiangmen-2018"


def names() -> tuple[str, ...]:
    """The names of the lists that ship, in alphabetical order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def lists(name: str = DEFAULT) -> dict[str, Any]:
    """How lists are drawn up. Raises LookupError, which says what does ship, for other names."""
    if name not in names():
        raise LookupError(f"no lists called {name} ship; there are {', '.join(names())}")
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
