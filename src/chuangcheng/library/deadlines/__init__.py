"""Time limits that ship: for each category, class and severity, how long a unit has.

`default.csv` has a row a stage. `subject` is a category or class of `library/categories`, empty
for all that have no row of their own; `severity` is empty where it makes no difference.
Rows of one subject and severity are stages of one case, each counted from the same moment.
Where a row follows a published table, `source` says so; the others are plain examples that an
office replaces by its own.
"""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent
COLUMNS = ("subject", "severity", "stage", "zh", "en", "amount", "unit", "source")


def rows(name: str = "default") -> list[dict[str, str]]:
    """The rows of a table that ships, in order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
