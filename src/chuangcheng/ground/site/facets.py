"""What the columns of a large table hold, and how many rows it has, kept while its rows stay.

The filters above a table offer what its columns hold, and finding that walks through every row, as
counting does.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from chuangcheng.ground.kept import kept

Facets = Mapping[str, tuple[Any, ...]]


def facets(rows: QuerySet[Any], columns: Sequence[str], stamp: Hashable) -> Facets:
    """Of each column what stands in it, in order, without nothing.

    `stamp` must change whenever rows, or what decides who sees them, do.
    """
    return kept(question(rows, *columns), stamp, lambda: _found(rows.order_by(), columns))


def number(rows: QuerySet[Any], stamp: Hashable) -> int:
    """How many rows there are; the stamp as above."""
    return kept(question(rows, "number"), stamp, rows.count)


def question(rows: QuerySet[Any], *more: str) -> Hashable:
    """The question itself, with all that is filled in: whose scope it is, and what is hidden.

    Of whoever may see nothing the database is not asked; their question has only `more`.
    """
    # What groups are made of stands among the columns; else they only make the question longer.
    grouped = rows.query.group_by is not None
    asked = rows.order_by() if grouped else rows.order_by().values("pk")
    try:
        return (*asked.query.sql_with_params(), *more)
    except EmptyResultSet:
        return more


def _found(rows: QuerySet[Any], columns: Sequence[str]) -> Facets:
    distinct = {name: rows.values_list(name, flat=True).distinct() for name in columns}
    return {name: tuple(sorted(filter(None, values))) for name, values in distinct.items()}
