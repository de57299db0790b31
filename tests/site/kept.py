"""What many tests begin with: made once by its verbs, then brought back row by row.

Setting the scene takes some sixty verbs, and more than a thousand tests begin with it.
What a scene did to the tables is remembered together with the head of the log under which it was
made; whoever sets it again upon the same head gets the same rows, hashes and all.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from chuangcheng.ground.audit.models import Head
from chuangcheng.ground.points.models import Tally

T = TypeVar("T")
#: What the database itself counts from other rows, and counts again when these are brought back.
COUNTED = (Tally,)
#: The rows of a table by key.
Rows = Mapping[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Done:
    """What a scene did to a table: the rows that it added, changed and took away."""

    added: Rows
    changed: Rows
    gone: Rows


@dataclass(frozen=True)
class Kept:
    """What a scene gave its caller, and what it did to the tables, by model."""

    given: bytes
    done: Mapping[type[Model], Done]


_kept: dict[tuple[str, str], Kept] = {}


def kept(name: str, build: Callable[[], T]) -> T:
    """What `build` gives; by its verbs the first time, from then on by its rows."""
    mark = (name, _head())
    if (found := _kept.get(mark)) is None:
        before = _tables()
        given = build()
        done = {m: _done(before[m], rows) for m, rows in _tables().items() if rows != before[m]}
        _kept[mark] = Kept(pickle.dumps(given), done)
        return given
    with transaction.atomic():  # rows lean on rows that come after them
        for model, done in found.done.items():
            _do(model, done)
    brought: T = pickle.loads(found.given)
    return brought


def _head() -> str:
    head = Head.objects.first()
    return head.hash if head else ""


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model not in COUNTED:
            yield model


def _columns(model: type[Model]) -> list[str]:
    """The key first, then the rest; columns that only the database knows fill themselves."""
    key = model._meta.pk.column
    return [key, *(f.column for f in model._meta.local_concrete_fields if f.column != key)]


def _listed(model: type[Model]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in _columns(model))


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _tables() -> dict[type[Model], Rows]:
    return {model: _rows(model) for model in _models()}


def _rows(model: type[Model]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_listed(model)} FROM {_table(model)}")
        return {row[0]: tuple(row) for row in cursor.fetchall()}


def _done(before: Rows, after: Rows) -> Done:
    return Done(
        added={key: row for key, row in after.items() if key not in before},
        changed={key: row for key, row in after.items() if before.get(key, row) != row},
        gone={key: row for key, row in before.items() if key not in after},
    )


def _do(model: type[Model], done: Done) -> None:
    table, (key, *others) = _table(model), map(connection.ops.quote_name, _columns(model))
    sets = ", ".join(f"{column} = %s" for column in others)
    with connection.cursor() as cursor:
        if done.added:
            _add(cursor, model, done.added)
        for row in done.changed.values():
            cursor.execute(f"UPDATE {table} SET {sets} WHERE {key} = %s", [*row[1:], row[0]])
        for gone in done.gone:
            cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [gone])


def _add(cursor: CursorWrapper, model: type[Model], rows: Rows) -> None:
    one = f"({', '.join(['%s'] * len(_columns(model)))})"
    cursor.execute(
        f"INSERT INTO {_table(model)} ({_listed(model)}) VALUES {', '.join([one] * len(rows))}",
        [cell for row in rows.values() for cell in row],
    )
