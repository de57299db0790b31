"""Writing many rows at once, past what Django spends on each of them.

Django compiles a statement for every few hundred rows, and its bulk_update builds a CASE with a
branch a row; 50 000 rows took it a minute. Here SQLite is given one prepared statement and
PostgreSQL one stream, and both are done in a second or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, TypeVar

from django.db import connections, models, router

M = TypeVar("M", bound=models.Model)
Rows = Iterable[Sequence[Any]]
# Nothing in the statements below is typed by anybody: the names are those of our own models.


def change_rows(things: Sequence[M], names: Sequence[str]) -> None:
    """Write these fields of all things."""
    if things:
        model = type(things[0])
        by_name = {field.name: field for field in model._meta.concrete_fields}
        fields = [*(by_name[name] for name in names), by_name[model._meta.pk.name]]
        rewrite_rows(model, [str(f.column) for f in fields[:-1]], _cells(things, fields))


def written(model: type[models.Model], name: str) -> Callable[[object], object]:
    """How values of a field are put for the database, which holds some otherwise than Python."""
    field: models.Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]  # no relation is asked for
    connection = connections[router.db_for_write(model)]
    return lambda value: field.get_db_prep_save(value, connection)


def make_rows(
    model: type[models.Model], names: Sequence[str], rows: Rows, *, once: Sequence[str] = ()
) -> None:
    """Write rows of columns as the database holds them (`written`), in the order of the names.

    Where `once` names columns, a row that is there is overwritten.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    rows = chain([first], rows)
    connection = connections[router.db_for_write(model)]
    columns = _listed(connection, names)
    into = f"INSERT INTO {_table(connection, model)} ({columns})"
    conflict = _conflict(connection, names, once) if once else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not once:
            _stream(cursor, f"{_table(connection, model)} ({columns})", rows)
        elif connection.vendor == "postgresql":
            _aside(connection, cursor, model, names, rows)
            cursor.execute(f"{into} SELECT {columns} FROM aside {conflict}")  # noqa: S608
            cursor.execute("DROP TABLE aside")
        else:
            places = ", ".join("%s" for _name in names)
            cursor.executemany(f"{into} VALUES ({places}) {conflict}", list(rows))


def rewrite_rows(model: type[models.Model], names: Sequence[str], rows: Rows) -> None:
    """Write these columns of rows that are there; each row ends with its key."""
    connection = connections[router.db_for_write(model)]
    quote, table = connection.ops.quote_name, _table(connection, model)
    key = quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _aside(connection, cursor, model, [*names, str(model._meta.pk.column)], rows)
            new = ", ".join(f"{quote(name)} = aside.{quote(name)}" for name in names)
            where = f"{table}.{key} = aside.{key}"
            cursor.execute(f"UPDATE {table} SET {new} FROM aside WHERE {where}")  # noqa: S608
            cursor.execute("DROP TABLE aside")
        else:
            new = ", ".join(f"{quote(name)} = %s" for name in names)
            cursor.executemany(f"UPDATE {table} SET {new} WHERE {key} = %s", list(rows))  # noqa: S608


def _cells(things: Iterable[M], fields: Sequence[Any]) -> Rows:
    connection = connections[router.db_for_write(fields[0].model)]
    for thing in things:
        yield [f.get_db_prep_save(f.pre_save(thing, add=False), connection) for f in fields]


def _aside(
    connection: Any,  # noqa: ANN401  # as Django types it
    cursor: Any,  # noqa: ANN401
    model: type[models.Model],
    names: Sequence[str],
    rows: Rows,
) -> None:
    """Put rows into a table of their own, from which one statement takes them."""
    columns = _listed(connection, names)
    nothing = f"SELECT {columns} FROM {_table(connection, model)} WHERE FALSE"  # noqa: S608
    cursor.execute(f"CREATE TEMPORARY TABLE aside AS {nothing}")
    _stream(cursor, f"aside ({columns})", rows)
    cursor.execute("ANALYZE aside")


def _stream(cursor: Any, target: str, rows: Rows) -> None:  # noqa: ANN401
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _conflict(connection: Any, names: Sequence[str], once: Sequence[str]) -> str:  # noqa: ANN401
    quote = connection.ops.quote_name
    new = ", ".join(f"{quote(n)} = excluded.{quote(n)}" for n in names if n not in once)
    return f"ON CONFLICT ({_listed(connection, once)}) DO UPDATE SET {new}"


def _listed(connection: Any, names: Sequence[str]) -> str:  # noqa: ANN401
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _table(connection: Any, model: type[models.Model]) -> str:  # noqa: ANN401
    return str(connection.ops.quote_name(model._meta.db_table))
