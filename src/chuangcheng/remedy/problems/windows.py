"""Turning pages past those that are counted: a list goes on after the last row it has shown.

To skip rows a database walks through them; to go on after one it looks that one up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from chuangcheng.lib.digits import integer


@dataclass(frozen=True)
class Start:
    """Where a list goes on: how many rows were passed, and by what the last of them is sorted."""

    passed: int = 0
    value: str = ""
    key: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """What an address says; the beginning where it says nothing that can be read."""
        before, _tilde, rest = text.partition("~")
        value, _tilde, last = rest.rpartition("~")
        passed, key = integer(before), integer(last)
        return cls() if passed is None or key is None else cls(passed, value, key)

    def __str__(self) -> str:
        return f"{self.passed}~{self.value}~{self.key}"


def going_on(rows: QuerySet[Any], start: Start) -> QuerySet[Any]:
    """Those of the sorted rows that come after the start; all of them where it makes no sense."""
    column, sign = _order(rows)
    if not start.passed:
        return rows
    later = Q(**{f"pk__{sign}": start.key})
    if column == "pk":
        return rows.filter(later)
    value = _read(rows.model._meta.get_field(column), start.value)
    if value is None:
        return rows
    # The first finds its place in the index; the second leaves out who shares the last value.
    return rows.filter(**{f"{column}__{sign}e": value}).filter(
        Q(**{f"{column}__{sign}": value}) | later
    )


def after(rows: QuerySet[Any], last: Any, passed: int) -> Start | None:  # noqa: ANN401  # a row
    """Where the sorted rows go on after one of them; None after one that has no place in them."""
    column, _sign = _order(rows)
    value = "" if column == "pk" else getattr(last, column)
    if value is None:
        return None
    said = value.isoformat() if isinstance(value, datetime) else str(value)
    return Start(passed, said, last.pk)


def _read(field: Any, text: str) -> object:  # noqa: ANN401  # a column of any kind
    """The value of a column that an address gives; None where no row could have it."""
    try:
        value = field.to_python(text)
        # A moment that has no place in UTC is one that somebody has made up.
        value = value.astimezone(UTC) if isinstance(value, datetime) else value
    except (ValidationError, OverflowError):
        return None
    return None if isinstance(value, float) and not isfinite(value) else value


def _order(rows: QuerySet[Any]) -> tuple[str, str]:
    """The column by which rows are sorted first, and how a later one compares with an earlier."""
    first = str((rows.query.order_by or rows.model._meta.ordering)[0])
    return first.removeprefix("-"), "lt" if first.startswith("-") else "gt"
