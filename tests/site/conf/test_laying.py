"""An empty database gets its tables at once: the same that migrating step by step makes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

Shape = dict[tuple[str, str], object]
_PROGRAMS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE NOT tgisinternal",
}


@pytest.fixture
def migrated(transactional_db: None, tmp_path: Path) -> Iterator[Any]:
    """A connection to another database, which was migrated step by step."""
    with _empty(tmp_path) as (name, address):
        told = {"DATA_DIR": str(tmp_path), "DATABASE_URL": address}
        _migrate(told)
        other = connection.copy()
        other.settings_dict = {**connection.settings_dict, "NAME": name}
        yield other
        other.close()


@contextmanager
def _empty(folder: Path) -> Iterator[tuple[str, str]]:
    if connection.vendor == "sqlite":
        yield str(folder / "chuangcheng.sqlite3"), ""
        return
    known, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_laid"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        place = f"{quote(known['HOST'], safe='')}:{known['PORT']}" if known["HOST"] else ""
        yield name, f"postgresql://{known['USER']}:{quote(known['PASSWORD'])}@{place}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def _migrate(told: dict[str, str]) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, env={**os.environ, **told}, check=True)


def _shape(of: Any) -> Shape:
    """Every table's columns and constraints in whatever order, every trigger, every migration."""
    found: Shape = {}
    with of.cursor() as cursor:
        for table in of.introspection.table_names(cursor):
            if table == "auth_group_permissions":
                continue  # Django's first migration gives it a wider key than its model; unused here
            columns = of.introspection.get_table_description(cursor, table)
            found["columns", table] = sorted(map(str, columns))
            constraints = of.introspection.get_constraints(cursor, table)
            found["constraints", table] = sorted(_told(*one) for one in constraints.items())
        cursor.execute(_PROGRAMS[of.vendor])
        found |= {("program", name): " ".join(text.split()) for name, text in cursor.fetchall()}
        cursor.execute("SELECT app, name FROM django_migrations")
        found["done", ""] = sorted(cursor.fetchall())
    return found


def _told(name: str, constraint: object) -> str:
    # SQLite has no names for some of them; Django counts these.
    return f"{'' if name.startswith(('__', 'fk_')) else name} {constraint}"


def test_it_lays_what_migrating_step_by_step_makes(migrated: Any) -> None:
    one, other = _shape(connection), _shape(migrated)
    assert one.keys() == other.keys()
    assert {key: (one[key], other[key]) for key in one if one[key] != other[key]} == {}


def test_it_makes_the_first_account_in_an_empty_folder(tmp_path: Path) -> None:
    told = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "chuangcheng", "createuser", "first", "--name", "安小禾"]
    done = subprocess.run(command, env=told, check=True, capture_output=True, text=True)
    assert len(done.stdout.split()) == 1
