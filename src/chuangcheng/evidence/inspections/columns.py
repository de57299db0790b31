"""Observations as the columns that the engine takes, before visits by parts are made one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from chuangcheng.engine.framework import Framework
from chuangcheng.engine.rules import Rule
from chuangcheng.evidence.inspections.models import ObservationQuerySet

#: The engine's columns by where the database has them, and the part of a composite point.
_COLUMNS: Mapping[str, tuple[str, Any]] = {
    "id": ("pk", pl.Int64),
    "area": ("area__code", pl.String),
    "unit": ("unit__code", pl.String),
    "point": ("point__code", pl.String),
    "point_type": ("point_type", pl.String),
    "item": ("item", pl.String),
    "visit": ("visit", pl.String),
    "method": ("method", pl.String),
    "result": ("result", pl.String),
    "count": ("count", pl.Float64),
    "of": ("of", pl.Float64),
    "repeat": ("repeat", pl.String),
}


def raw(rows: ObservationQuerySet) -> pl.DataFrame:
    """Observations as they are, each with its key as `id` and its part as `repeat`."""
    schema = {name: kind for name, (_, kind) in _COLUMNS.items()}
    lookups = [lookup for lookup, _ in _COLUMNS.values()]
    return pl.DataFrame(
        list(rows.order_by("pk").values_list(*lookups)), schema=schema, orient="row"
    )


def rules_of(framework: Framework) -> dict[str, Rule]:
    """The rule of each item."""
    return {item.id: item.rule for item in framework.items}
