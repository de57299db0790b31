"""What a draw of points starts from: quotas and exclusions, checked against the library of points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import polars as pl

from chuangcheng.engine.draws import COLUMNS, Exclusion, Quota
from chuangcheng.tables import sentences
from chuangcheng.tables.places import Place
from chuangcheng.tables.registers import (
    AREA,
    EXCLUDED,
    KIND,
    POINT,
    QUOTAS,
    Register,
    Row,
)


def frame_of(places: Mapping[str, Place]) -> pl.DataFrame:
    """The library of points with the columns that a draw takes."""
    rows = [(place.area, place.point_type, place.point) for place in places.values()]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def read_exclusions(path: Path, places: Mapping[str, Place]) -> tuple[Exclusion, ...]:
    """Points that take no part, each with its reason. Raises FaultsError."""
    register = Register(path, EXCLUDED)
    register.single("point")
    register.known("point", places.keys(), POINT)
    return tuple(register.made(lambda row: Exclusion(point=row["point"], reason=row["reason"])))


def read_quotas(
    path: Path, places: Mapping[str, Place], excluded: Collection[str] = ()
) -> tuple[Quota, ...]:
    """How many points of a kind are drawn in an area. Raises FaultsError."""
    register = Register(path, QUOTAS)
    register.known("area", {place.area for place in places.values()}, AREA)
    register.known("point_type", {place.point_type for place in places.values()}, KIND)
    eligible = Counter(
        (place.area, place.point_type) for place in places.values() if place.point not in excluded
    )
    seen: dict[tuple[str, str], int] = {}
    for row in register.rows:
        stratum = (row["area"], row["point_type"])
        if seen.setdefault(stratum, row["row"]) != row["row"]:
            say = sentences.used_twice(" × ".join(map(str, stratum)), seen[stratum])
            register.fault(row, "point_type", say)
        there, wanted = eligible[stratum], row["quota"]
        if wanted is not None and not (0 <= wanted <= there and wanted.is_integer()):
            register.fault(row, "quota", sentences.no_such_quota(f"{wanted:g}", there))
    return tuple(register.made(_quota))


def _quota(row: Row) -> Quota:
    return Quota(area=row["area"], point_type=row["point_type"], number=int(row["quota"]))
