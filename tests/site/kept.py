"""What many tests begin with: made once by its verbs, then brought back row by row.

Setting the scene takes some sixty verbs, and more than a thousand tests begin with it.
The rows that a scene wrote are remembered together with the head of the log under which it was
made; whoever sets it again upon the same head gets the same rows, hashes and all.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from chuangcheng.ground.audit.models import Head

T = TypeVar("T")
#: The rows of a table by key.
Rows = Mapping[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    """What a scene gave its caller, and the rows that it wrote or changed, by model."""

    given: bytes
    rows: Mapping[type[Model], Rows]


_kept: dict[tuple[str, str], Kept] = {}


def kept(name: str, build: Callable[[], T]) -> T:
    """What `build` gives; by its verbs the first time, from then on by its rows."""
    mark = (name, _head())
    if (found := _kept.get(mark)) is None:
        before = _tables()
        given = build()
        changed = {model: _changed(rows, before[model]) for model, rows in _tables().items()}
        written = {model: rows for model, rows in changed.items() if rows}
        _kept[mark] = Kept(pickle.dumps(given), written)
        return given
    with transaction.atomic():  # rows lean on rows that come after them
        for model, rows in found.rows.items():
            _write(model, rows)
    brought: T = pickle.loads(found.given)
    return brought


def _head() -> str:
    head = Head.objects.first()
    return head.hash if head else ""


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
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


def _changed(rows: Rows, before: Rows) -> Rows:
    return {key: row for key, row in rows.items() if before.get(key) != row}


def _write(model: type[Model], rows: Rows) -> None:
    one = f"({', '.join(['%s'] * len(_columns(model)))})"
    key = connection.ops.quote_name(model._meta.pk.column)
    with connection.cursor() as cursor:
        if model is Head:  # the one row that scenes change rather than add
            cursor.executemany(f"DELETE FROM {_table(model)} WHERE {key} = %s", [[k] for k in rows])
        cursor.execute(
            f"INSERT INTO {_table(model)} ({_listed(model)}) VALUES {', '.join([one] * len(rows))}",
            [cell for row in rows.values() for cell in row],
        )
