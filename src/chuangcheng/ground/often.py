"""Statements that every request of a phone sends: PostgreSQL plans each once for a connection.

Django writes values into its statements, so that the server reads and plans each anew, and builds
statements from querysets, which takes longer than the server takes to answer these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connections, models, router

M = TypeVar("M", bound=models.Model)
Rows = list[tuple[Any, ...]]


def read(model: type[M], statement: str, values: Sequence[object], names: Sequence[str]) -> list[M]:
    """Things of a model by a statement that gives these columns in this order.

    What a statement gives beyond them is put onto the things under its own name.
    """
    connection = connections[router.db_for_read(model)]
    with _cursor(connection) as cursor:
        _execute(connection, cursor, statement, values, again=True)
        rows, given = cursor.fetchall(), [column[0] for column in cursor.description]
    fields = {field.column: field for field in model._meta.concrete_fields}
    turned = [_turning(connection, fields[name]) for name in names]
    made = []
    for row in rows:
        cells = [turn(cell) for turn, cell in zip(turned, row, strict=False)]
        thing = model.from_db(connection.alias, [fields[name].attname for name in names], cells)
        vars(thing).update(zip(given[len(names) :], row[len(names) :], strict=True))
        made.append(thing)
    return made


def add_once(things: Sequence[models.Model], names: Sequence[str], key: str) -> set[Any]:
    """Write new things whose unique names nobody has used; gives the keys of those written.

    One statement, which outside of a transaction is its own: written when this returns. The unique
    index decides between two that come together.
    """
    model = type(things[0])
    connection = connections[router.db_for_write(model)]
    by_name = {field.name: field for field in model._meta.concrete_fields}
    fields, quote = [by_name[name] for name in names], connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(things))
    # Nothing of it is typed by anybody: the names are those of our own model.
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT DO NOTHING RETURNING {quote(str(by_name[key].column))}"
    )
    values = [
        f.get_db_prep_save(f.pre_save(thing, add=True), connection)
        for thing in things
        for f in fields
    ]
    with _cursor(connection) as cursor:
        _execute(connection, cursor, statement, values, again=len(things) == 1)
        turn = _turning(connection, by_name[key])
        return {turn(found) for (found,) in cursor.fetchall()}


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
