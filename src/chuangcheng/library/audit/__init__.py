"""An independent check: the same scores in plain SQL, and the tables it reads.

`schema.sql` makes the tables and `score.sql` computes scores, losses and ranks from them, in any
database and without a line of the program.
`tables` gives the rows that go into the tables; `write` puts all of it into a folder for an auditor.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Literal, Protocol

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.plan import compile_plan
from chuangcheng.engine.sanctions import Decision
from chuangcheng.library.audit import rows

#: The columns of the table of observations that the check reads, in its order.
OBSERVATION = ("area", "unit", "point", "point_type", "item", "visit", "result", "count", "of")
_NUMBERS = ("count", "of")
Script = Literal["schema", "score"]
SCRIPTS: tuple[Script, ...] = ("schema", "score")


def sql(name: Script) -> str:
    """The text of schema.sql or score.sql."""
    return files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def statements(name: Script) -> list[str]:
    """The same statement by statement, without comments, for drivers that take one at a time."""
    lines = [line.partition("--")[0] for line in sql(name).splitlines()]
    return [text.strip() for text in "\n".join(lines).split(";") if text.strip()]


def tables(
    observations: IntoFrame,
    framework: Framework,
    tree: AreaTree,
    decisions: Iterable[Decision] = (),
) -> dict[str, list[rows.Row]]:
    """The rows of every table of schema.sql, by the name of the table."""
    plan = compile_plan(framework)
    return {
        "observation": _observations(observations).rows(),
        "area": list(rows.areas(tree)),
        "decision": list(rows.decisions(decisions)),
        "fw_setting": list(rows.settings(framework)),
        "fw_method": list(rows.methods(framework)),
        "fw_part": list(rows.parts(framework)),
        "fw_unmet": list(rows.unmet(framework)),
        "fw_slot": list(rows.slots(plan)),
        "fw_band": list(rows.bands(plan)),
        "fw_share": list(rows.shares(plan)),
        "fw_sanction": list(rows.sanctions(framework)),
    }


class Connection(Protocol):
    """What sqlite3 and DuckDB have in common."""

    def execute(self, sql: str, /) -> object:
        """Run one statement."""

    def executemany(self, sql: str, many: list[rows.Row], /) -> object:
        """Run one statement for every row."""


def run(database: Connection, content: dict[str, list[rows.Row]]) -> None:
    """Make the tables in an empty database of SQLite or DuckDB, fill them, and compute."""
    for statement in statements("schema"):
        database.execute(statement)
    for table, some in content.items():
        if some:
            marks = ",".join("?" * len(some[0]))
            # The names come from `tables`, never from what is read.
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", some)  # noqa: S608
    for statement in statements("score"):
        database.execute(statement)


def write(
    folder: Path,
    observations: IntoFrame,
    framework: Framework,
    tree: AreaTree,
    decisions: Iterable[Decision] = (),
) -> None:
    """Write a CSV without a header for each table and both SQL files into an existing folder.

    An empty number is an empty field; texts are quoted, so that an empty text is one.
    """
    for name, content in tables(observations, framework, tree, decisions).items():
        lines = [",".join(map(_field, row)) + "\n" for row in content]
        (folder / f"{name}.csv").write_text("".join(lines), encoding="utf-8")
    for script in SCRIPTS:
        (folder / f"{script}.sql").write_text(sql(script), encoding="utf-8")


def _observations(observations: IntoFrame) -> pl.DataFrame:
    frame: pl.DataFrame = nw.from_native(observations).lazy().collect("polars").to_native()
    missing = [
        pl.lit(None, pl.Float64 if name in _NUMBERS else pl.String).alias(name)
        for name in OBSERVATION
        if name not in frame.columns
    ]
    texts = [name for name in OBSERVATION if name not in _NUMBERS]
    return (
        frame.with_columns(missing)
        .select(OBSERVATION)
        .with_columns(pl.col(texts).cast(pl.String).fill_null(""))
        .with_columns(pl.col(_NUMBERS).cast(pl.Float64))
    )


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return repr(value)
