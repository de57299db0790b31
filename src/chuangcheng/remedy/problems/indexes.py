"""The indexes of lists: whatever a list is filtered and sorted by, one of them holds it all.

So a database reads rows for the page that is shown, and for no other.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

#: By what lists are filtered, and by what they are sorted.
_FILTERED = ("open", "area", "category", "severity", "source", "state", "lead")
_SORTED = ("due", "stake", "found_at", "closed_at")
#: Of these most rows have none.
_SPARSE = ("due", "closed_at")


def _there(column: str) -> Q:
    return Q(**{f"{column}__isnull": False})


def _in_order(*columns: str, where: Q | None = None) -> models.Index:
    """Rows in the order of a list, with all that it is filtered by."""
    fields = dict.fromkeys((*columns, "id", *_FILTERED))
    name = "_".join(column.removesuffix("_at").replace("id", "key") for column in columns)
    return models.Index(fields=tuple(fields), name=f"problem_by_{name}", condition=where)


def _of_one(column: str) -> models.Index:
    """Rows that have one value, with all else that a list of them is filtered and sorted by."""
    return models.Index(fields=_beginning(column, "id"), name=f"problem_by_{column}")


def _beginning(*columns: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*columns, "id", *_FILTERED, *_SORTED)))


OF_LISTS = (
    *map(_in_order, ("id", "stake", "found_at")),
    *(_in_order(name, where=_there(name)) for name in _SPARSE),
    # SQLite, which keeps no statistics, would rather sort all that are open.
    models.Index(
        fields=_beginning("open", "due"), name="problem_by_open_due", condition=_there("due")
    ),
    # Of what is said when somebody asks for more time nothing but that it is there is looked for.
    models.Index(fields=("open", "id"), name="problem_by_asked", condition=_there("asked")),
    *map(_of_one, _FILTERED),
)
