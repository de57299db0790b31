"""What is written down about the county: its areas, units, kinds of point and rounds.

The tables stand beside this file as CSV; nothing of them is repeated in code.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Row = dict[str, str]


@dataclass(frozen=True)
class Place:
    """A township or subdistrict: where it lies and its share of the county's points."""

    id: str
    title: str
    title_en: str
    group: str
    longitude: float
    latitude: float
    spread: float
    share: float

    @property
    def is_town(self) -> bool:
        """Whether it lies outside the built-up area."""
        return self.group == "乡镇"


@dataclass(frozen=True)
class Kind:
    """How many points of a kind there are, how many a round sees, and how neglected they are."""

    id: str
    points: int
    sampled: int
    fixed: int
    neglect: float
    setting: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Round:
    """One round: when it took place, and the share of observations it found met."""

    id: str
    title: str
    title_en: str
    year: int
    first_day: str
    days: int
    met: float


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of one of the tables of this county."""
    text = files(__package__).joinpath("county", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def places() -> tuple[Place, ...]:
    """The six townships and subdistricts."""
    return tuple(
        Place(
            id=row["id"],
            title=row["title"],
            title_en=row["title_en"],
            group=row["group"],
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
            spread=float(row["spread"]),
            share=float(row["share"]),
        )
        for row in table("areas")
        if row["parent"]
    )


def whole_county() -> str:
    """The id of the county itself."""
    return next(row["id"] for row in table("areas") if not row["parent"])


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of point by id."""
    return {
        row["kind"]: Kind(
            id=row["kind"],
            points=int(row["points"]),
            sampled=int(row["sampled"]),
            fixed=int(row["fixed"]),
            neglect=float(row["neglect"]),
            setting=row["setting"],
            name=row["name"],
            name_en=row["name_en"],
        )
        for row in table("kinds")
    }


@cache
def rounds() -> tuple[Round, ...]:
    """The twelve rounds, the earliest first."""
    return tuple(
        Round(
            id=row["round"],
            title=row["title"],
            title_en=row["title_en"],
            year=int(row["year"]),
            first_day=row["first_day"],
            days=int(row["days"]),
            met=float(row["met"]),
        )
        for row in table("rounds")
    )
