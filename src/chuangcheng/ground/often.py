"""Statements sent by every request of a phone and every verb: PostgreSQL plans each once.

Django writes values into its statements, so that the server reads and plans each anew, and builds
statements from querysets, which takes longer than either database takes to answer these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.db import connections, models, router

M = TypeVar("M", bound=models.Model)
Rows = list[tuple[Any, ...]]
_LISTED = "IN (SELECT value FROM json_each(%s))"


def read(model: type[M], statement: str, values: Sequence[object], names: Sequence[str]) -> list[M]:
    """Things of a model by a statement that gives these columns in this order.

    What a statement gives beyond them is put onto the things under its own name.
    """
    connection = connections[router.db_for_read(model)]
    with _cursor(connection) as cursor:
        _execute(connection, cursor, statement, values, again=True)
        rows, given = cursor.fetchall(), [column[0] for column in cursor.description]
    fields = _fields(model, "column", tuple(names))
    attributes, turned = [f.attname for f in fields], [_turning(connection, f) for f in fields]
    made = []
    for row in rows:
        cells = [turn(cell) for turn, cell in zip(turned, row, strict=False)]
        thing = model.from_db(connection.alias, attributes, cells)
        vars(thing).update(zip(given[len(names) :], row[len(names) :], strict=True))
        made.append(thing)
    return made


def rows(model: type[models.Model], statement: str, values: Sequence[object]) -> Rows:
    """What a statement on a model's table gives, as the database has it."""
    connection = connections[router.db_for_write(model)]
    with _cursor(connection) as cursor:
        _execute(connection, cursor, statement, values, again=True)
        return list(cursor.fetchall())


def among(
    model: type[models.Model], names: Sequence[str], key: str, values: Iterable[object]
) -> Rows:
    """Columns of all rows whose key is one of many values, which go as one: Django sends each."""
    connection = connections[router.db_for_write(model)]
    [kind] = _fields(model, "column", (key,))
    wanted = [kind.get_db_prep_value(value, connection) for value in values]
    table = connection.ops.quote_name(model._meta.db_table)
    one_of = "= ANY(%s)" if connection.vendor == "postgresql" else _LISTED
    # Nothing of it is typed by anybody: the names are those of our own model.
    statement = f"SELECT {', '.join(names)} FROM {table} WHERE {key} {one_of}"  # noqa: S608
    given = wanted if connection.vendor == "postgresql" else json.dumps(wanted)
    return rows(model, statement, [given])


def run(model: type[models.Model], statement: str, values: Sequence[object]) -> None:
    """Send a statement on a model's table that gives nothing."""
    connection = connections[router.db_for_write(model)]
    with _cursor(connection) as cursor:
        _execute(connection, cursor, statement, values, again=True)


def add(thing: models.Model) -> None:
    """Write a new thing, which learns its key."""
    connection = connections[router.db_for_write(type(thing))]
    names = [f.name for f in thing._meta.concrete_fields if not f.primary_key]
    statement, values = _insertion(connection, [thing], names)
    key = connection.ops.quote_name(str(thing._meta.pk.column))
    ((thing.pk,),) = rows(type(thing), f"{statement} RETURNING {key}", values)
    thing._state.adding, thing._state.db = False, connection.alias


def add_once(things: Sequence[models.Model], names: Sequence[str], key: str) -> set[Any]:
    """Write new things whose unique names nobody has used; gives the keys of those written.

    One statement, which outside of a transaction is its own: written when this returns. The unique
    index decides between two that come together.
    """
    model = type(things[0])
    connection = connections[router.db_for_write(model)]
    statement, values = _insertion(connection, things, names)
    [given] = _fields(model, "name", (key,))
    statement += f" ON CONFLICT DO NOTHING RETURNING {connection.ops.quote_name(str(given.column))}"
    with _cursor(connection) as cursor:
        _execute(connection, cursor, statement, values, again=len(things) == 1)
        turn = _turning(connection, given)
        return {turn(found) for (found,) in cursor.fetchall()}


def _insertion(
    connection: Any,  # noqa: ANN401  # as Django types it
    things: Sequence[models.Model],
    names: Sequence[str],
) -> tuple[str, list[Any]]:
    """The statement that writes these fields of new things, and its values."""
    model, fields = type(things[0]), _fields(type(things[0]), "name", tuple(names))
    values = [
        f.get_db_prep_save(f.pre_save(thing, add=True), connection)
        for thing in things
        for f in fields
    ]
    return _inserting(model, connection.alias, tuple(names), len(things)), values


@cache
def _inserting(model: type[models.Model], alias: str, names: tuple[str, ...], number: int) -> str:
    """The statement that writes these fields of so many new things."""
    quote, fields = connections[alias].ops.quote_name, _fields(model, "name", names)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * number)
    # Nothing of it is typed by anybody: the names are those of our own model.
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {places}"  # noqa: S608


@cache
def _fields(
    model: type[models.Model], by: str, names: tuple[str, ...]
) -> tuple[models.Field[Any, Any], ...]:
    """Fields of a model by their name or column."""
    known = {getattr(field, by): field for field in model._meta.concrete_fields}
    return tuple(known[name] for name in names)


@contextmanager
def _cursor(connection: Any) -> Iterator[Any]:  # noqa: ANN401  # as Django types it
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    import psycopg  # noqa: PLC0415  # late: SQLite needs none

    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


def _execute(
    connection: Any,  # noqa: ANN401  # as above
    cursor: Any,  # noqa: ANN401
    statement: str,
    values: Sequence[object],
    *,
    again: bool,
) -> None:
    """Send a statement, prepared where it comes again in the same words."""
    more = {"prepare": again} if connection.vendor == "postgresql" else {}
    cursor.execute(statement, values, **more)


def _turning(connection: Any, field: Any) -> Callable[[Any], Any]:  # noqa: ANN401  # as above
    """What makes of a cell what the field holds; on PostgreSQL the driver has done it."""
    if connection.vendor == "postgresql":
        return _same
    column = field.cached_col
    converters = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]

    def turn(cell: object) -> object:
        for convert in converters:
            cell = convert(cell, column, connection)
        return cell

    return turn


def _same(cell: object) -> object:
    return cell
