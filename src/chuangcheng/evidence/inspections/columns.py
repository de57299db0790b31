"""Observations as the columns that the engine takes, before visits by parts are made one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from chuangcheng.engine.framework import Framework
from chuangcheng.engine.rules import Rule
from chuangcheng.evidence.inspections.models import Observation, ObservationQuerySet, Round
from chuangcheng.ground import often

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


_SCHEMA = {name: kind for name, (_, kind) in _COLUMNS.items()}

# The same columns by hand: a page that shows where a round stands asks for what changed each time.
_CELLS = """
    seen.id, area.code, unit.code, point.code, seen.point_type, seen.item, seen.visit, seen.method,
    seen.result, seen.count, seen."of", seen.repeat
"""
_NAMED = """
    JOIN areas_area area ON area.id = seen.area_id
    LEFT JOIN units_unit unit ON unit.id = seen.unit_id
    LEFT JOIN points_point point ON point.id = seen.point_id
"""
# Nothing in it is typed by anybody.
_CHANGED = f"""
    SELECT {_CELLS}, 1 AS counts FROM inspections_observation seen {_NAMED}
    LEFT JOIN inspections_observation later ON later.corrects_id = seen.id AND later.seq <= %s
    WHERE seen.round_id = %s AND seen.seq > %s AND seen.seq <= %s
        AND NOT seen.second AND later.id IS NULL
    UNION ALL
    SELECT {_CELLS}, 0 FROM inspections_observation news
    JOIN inspections_observation seen ON seen.id = news.corrects_id {_NAMED}
    WHERE news.round_id = %s AND news.seq > %s AND news.seq <= %s
        AND NOT seen.second AND seen.seq <= %s
    ORDER BY 1
"""  # noqa: S608


def raw(rows: ObservationQuerySet) -> pl.DataFrame:
    """Observations as they are, each with its key as `id` and its part as `repeat`."""
    lookups = [lookup for lookup, _ in _COLUMNS.values()]
    found = list(rows.order_by("pk").values_list(*lookups))
    return pl.DataFrame(found, schema=_SCHEMA, orient="row")


def changed(round_: Round, seq: int, upto: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The observations that counted after verb `seq` and not after `upto`, and the other way."""
    key = round_.pk
    values = (upto, key, seq, upto, key, seq, upto, seq)
    found = often.rows(Observation, _CHANGED, values)
    gone, added = ([row[:-1] for row in found if row[-1] == counts] for counts in (0, 1))
    return (
        pl.DataFrame(gone, schema=_SCHEMA, orient="row"),
        pl.DataFrame(added, schema=_SCHEMA, orient="row"),
    )


def rules_of(framework: Framework) -> dict[str, Rule]:
    """The rule of each item."""
    return {item.id: item.rule for item in framework.items}
