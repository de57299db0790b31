"""What a report is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.framework import Title
from chuangcheng.engine.resampling import Resampled

Titles = Mapping[str, Title]


@dataclass(frozen=True)
class Names:
    """Titles of what observations name by id; whatever is missing shows its id.

    `where` gives points their place as (longitude, latitude) in degrees, for the map.
    """

    areas: Titles = field(default_factory=dict)
    units: Titles = field(default_factory=dict)
    points: Titles = field(default_factory=dict)
    where: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """A round before this one, by the table of scores it gave (`Assessment.scores`)."""

    title: Title
    scores: pl.DataFrame


@dataclass(frozen=True)
class Source:
    """One round, and everything that helps to read it."""

    assessment: Assessment
    observations: pl.DataFrame
    round_title: Title
    area: str
    names: Names = Names()
    resampled: Resampled | None = None
    earlier: Sequence[Earlier] = ()
    lang: str = "zh"
