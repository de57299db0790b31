"""What the columns of a large table hold, remembered for as long as its rows stay as they are.

The filters above a table offer what its columns hold, and finding that walks through every row.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

Facets = Mapping[str, tuple[Any, ...]]

#: So many tables are remembered by each process; the one asked for longest ago goes first.
KEPT = 128

_known: OrderedDict[Hashable, Facets] = OrderedDict()
_lock = threading.Lock()


def facets(rows: QuerySet[Any], columns: Sequence[str], stamp: Hashable) -> Facets:
    """Of each column what stands in it, in order, without nothing.

    `stamp` must change whenever rows, or what decides who sees them, do.
    """
    rows = rows.order_by()
    key = (*rows.query.sql_with_params(), tuple(columns), stamp)
    with _lock:
        known = _known.get(key)
    found = _found(rows, columns) if known is None else known
    with _lock:
        _known[key] = found
        _known.move_to_end(key)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return found


def _found(rows: QuerySet[Any], columns: Sequence[str]) -> Facets:
    distinct = {name: rows.values_list(name, flat=True).distinct() for name in columns}
    return {name: tuple(sorted(filter(None, values))) for name, values in distinct.items()}
