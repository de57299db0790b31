"""The arithmetic agrees with plain SQL that shares no line with it."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import Assessment, assess
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.sanctions import Decision
from chuangcheng.library import audit
from tests.engine.small import framework, rows, seen
from tests.engine.strategies import AREAS, rounds
from tests.engine.worlds import world

COUNTY = AreaTree.of([Area("county"), *(Area(area, parent="county") for area in AREAS)])
WITHIN = 1e-9
#: Asks a database a question and gives the rows back.
Ask = Callable[[str], list[tuple[Any, ...]]]


def filled(database: Any, mine: Assessment, observations: pl.DataFrame) -> Ask:
    """A database, SQLite or DuckDB, in which the auditor's script has run."""
    content = audit.tables(observations, mine.plan.framework, mine.tree, mine.decisions)
    audit.run(database, content)
    return lambda question: database.execute(question).fetchall()


def assert_agrees(ask: Ask, mine: Assessment) -> None:
    """Every node, every loss and every rank that the script found is that of the program."""
    assert ask("SELECT * FROM unknown") == []
    nodes = mine.scores().select("area", "kind", "node", "possible", "earned").rows()
    found = ask("SELECT area, kind, node, possible, earned FROM node_score")
    assert_close(found, nodes, keys=3)
    losses = mine.losses().group_by("area", "part", "item", "unit").agg(pl.col("lost").sum()).rows()
    assert_close(ask("SELECT area, part, item, unit, lost FROM loss"), losses, keys=4)
    ranks = mine.ranks().select("area", "raw", "net", "printed", "rank").rows()
    places = {row[0]: row[1] for row in ask("SELECT area, place FROM standing")}
    assert places == {row[0]: row[4] for row in ranks}
    net = ask("SELECT area, raw, net, printed FROM standing")
    assert_close(net, [row[:4] for row in ranks], keys=1)


def assert_close(found: list[Any], expected: list[Any], *, keys: int) -> None:
    """Equal numbers for equal keys; what one of them leaves out is nought in the other."""
    mine, theirs = ({row[:keys]: row[keys:] for row in some} for some in (found, expected))
    for name in mine.keys() | theirs.keys():
        numbers = mine.get(name) or (0.0,) * 4, theirs.get(name) or (0.0,) * 4
        for one, other in zip(*numbers, strict=False):
            assert abs(float(one) - other) < WITHIN, (name, numbers)


@settings(max_examples=60)
@given(rounds())
def test_it_agrees_with_sql_in_sqlite(round_: tuple[Framework, pl.DataFrame]):
    framework_, observations = round_
    mine = assess(observations, framework_, tree=COUNTY)
    assert_agrees(filled(sqlite3.connect(":memory:"), mine, observations), mine)


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_it_agrees_with_sql_on_whole_rounds(seed: int):
    small = world(seed)
    database = sqlite3.connect(":memory:")
    assert_agrees(filled(database, small.assessment, small.observations), small.assessment)


@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_with_sql_in_duckdb(seed: int):
    small = world(seed)
    assert_agrees(filled(duckdb.connect(), small.assessment, small.observations), small.assessment)


@pytest.mark.parametrize("ranking", ["competition", "ordinal"])
@pytest.mark.parametrize("rounding", ["half-up", "truncate"])
def test_it_agrees_with_sql_on_sanctions_rounding_and_ranking(rounding: str, ranking: str):
    own = {"rounding": rounding, "ranking": ranking, "places": 1, "bonus_cap": 4, "penalty_cap": 90}
    sanctions = [
        {"id": "bonus", "kind": "bonus", "title": "加分", "points": 2, "cap": 3},
        {"id": "penalty", "kind": "penalty", "title": "减分", "points": 50, "cap": 80},
        {"id": "veto", "kind": "veto", "title": "否决", "effect": "revoke"},
    ]
    checked = framework({"points": 3.0, "items": ["i"]}, settings=own, sanctions=sanctions)
    marks = {"a": "ppf", "b": "pfp", "c": "pff", "d": "fff", "e": "ppp", "f": "pppppf"}
    words = {"p": "pass", "f": "fail"}
    whole = rows(
        *(seen(a, "i", words[m], point=f"{n}") for a, s in marks.items() for n, m in enumerate(s))
    )
    decided = [("a", "bonus", 2), ("b", "bonus", 1), ("c", "penalty", 2), ("e", "veto", 1)]
    mine = assess(whole, checked, decisions=[Decision(*row) for row in decided])
    assert_agrees(filled(sqlite3.connect(":memory:"), mine, whole), mine)
    assert mine.ranks()["rank"].null_count() == 1


def test_it_names_observations_that_belong_to_no_item():
    known = framework({"points": 3.0, "items": ["i"], "at": ["road"]})
    whole = rows(seen("a", "i", "pass"))
    mine = assess(whole, known)
    strange = rows(seen("a", "i", "pass", point_type="market"), seen("a", "x", "pass"))
    ask = filled(sqlite3.connect(":memory:"), mine, pl.concat([whole, strange]))
    assert sorted(ask("SELECT item, point_type FROM unknown")) == [("i", "market"), ("x", "road")]


def test_it_agrees_with_sql_in_postgresql(tmp_path: Path, postgresql: Path):
    small = world(1)
    audit.write(tmp_path, small.observations, small.framework, small.tree)
    tables = sorted(path.stem for path in tmp_path.glob("*.csv"))
    copies = [rf"\copy {name} FROM '{tmp_path / name}.csv' WITH (FORMAT csv)" for name in tables]
    script = "\n".join([r"\i schema.sql", *copies, r"\i score.sql", ""])
    psql = [
        "psql",
        "-h",
        postgresql,
        "-U",
        "postgres",
        "-v",
        "ON_ERROR_STOP=1",
        "-q",
        "--csv",
        "-t",
    ]
    subprocess.run(psql, cwd=tmp_path, input=script, text=True, check=True)

    def ask(question: str) -> list[tuple[Any, ...]]:
        out = subprocess.run([*psql, "-c", question], capture_output=True, text=True, check=True)
        return [tuple(map(_value, row)) for row in csv.reader(out.stdout.splitlines())]

    assert_agrees(ask, small.assessment)


def _value(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The folder of the socket of a server of its own, which listens to nobody else."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or not shutil.which("psql"):
        pytest.skip("PostgreSQL is missing: on Debian or Ubuntu install postgresql")
    # PostgreSQL refuses to run as root; a socket's path has to be short, so no pytest folder.
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as folder:
        if user:
            shutil.chown(folder, **user)
        run = partial(subprocess.run, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)
        control = [programs[-1] / "pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
        run(
            [programs[-1] / "initdb", "-A", "trust", "-U", "postgres", "-N", "-D", f"{folder}/data"]
        )
        run([*control, "-o", f"-c listen_addresses='' -k {folder} -F", "start"])
        yield Path(folder)
        run([*control, "-m", "immediate", "stop"])
