"""One round read from its files, checked, and scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import polars as pl

from chuangcheng import library
from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.assess import Assessment, assess
from chuangcheng.engine.framework import Framework, Title
from chuangcheng.engine.resampling import Resampled, resample
from chuangcheng.tables.faults import SHOWN, Faults, FaultsError
from chuangcheng.tables.frameworks.files import read_framework
from chuangcheng.tables.judging import Judge
from chuangcheng.tables.observations import read_observations
from chuangcheng.tables.places import Place
from chuangcheng.tables.registers import (
    Areas,
    Unit,
    read_areas,
    read_duties,
    read_points,
    read_sanctions,
    read_units,
)

#: More rows than this stay on disk and are counted there; they get no page for every row.
AT_HAND = 2_000_000

S = TypeVar("S")
T = TypeVar("T")
Begin = Callable[[str], None]


@dataclass(frozen=True)
class Files:
    """Where the parts of a round stand."""

    framework: str | Framework
    observations: tuple[Path, ...]
    areas: Path | None = None
    units: Path | None = None
    points: Path | None = None
    duties: Path | None = None
    sanctions: Path | None = None


@dataclass(frozen=True)
class Round:
    """A round assessed, and what it was made of."""

    assessment: Assessment
    observations: pl.LazyFrame
    rows: int
    area_titles: Mapping[str, Title] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    points: Mapping[str, Place] = field(default_factory=dict)

    @property
    def at_hand(self) -> bool:
        """Whether its rows are few enough to be looked at one by one."""
        return self.rows <= AT_HAND

    def sampled(self) -> bool:
        """Whether anything was seen at points, so that it is a sample of them."""
        points = self.observations.select(pl.col("point").is_not_null().any())
        return bool(points.collect(engine="streaming").item())

    def resampled(self, draws: int, seed: str) -> Resampled:
        """Intervals and chances of ranks; the library of points, if known, is the population."""
        frame = Counter((place.area, place.point_type) for place in self.points.values())
        rows = self.observations
        return resample(self.assessment, rows, seed=seed, draws=draws, frame=frame or None)


def framework_at(name: str | Framework) -> Framework:
    """A framework by its path, or by the name of one that ships. Raises FaultsError."""
    if isinstance(name, Framework):
        return name
    return read_framework(library.path(name) if name in library.names() else Path(name))


def read_round(files: Files, *, shown: int | None = SHOWN, begin: Begin = lambda _: None) -> Round:
    """Read and check everything a round is made of, and assess it.

    `begin` is told each step. Raises FaultsError with the faults of all files together; what
    depends on a file that does not hold is checked as far as it can be.
    """
    faults = Faults()
    begin("framework")
    framework = _tried(faults, _framework, files)
    areas = _tried(faults, read_areas, files.areas)
    units = _tried(faults, read_units, files.units)
    known = None if areas is None else areas.tree.index.keys()
    points = _tried(faults, partial(read_points, areas=known), files.points)
    if framework is None:
        raise faults.error()
    begin("observations")
    reading = partial(
        read_observations, framework=framework, areas=known, points=points, shown=shown
    )
    rows = _tried(faults, reading, files.observations)
    tree = areas.tree if areas else None if rows is None else _seen(rows)
    known = None if tree is None else tree.index.keys()
    owners = partial(read_duties, framework=framework, areas=known, units=units)
    duties = _tried(faults, owners, files.duties)
    sanctions = partial(read_sanctions, framework=framework, areas=known)
    decisions = _tried(faults, sanctions, files.sanctions)
    if faults or rows is None:
        raise faults.error()
    begin("assessment")
    number = int(rows.select(pl.len()).collect(engine="streaming").item())
    frame = rows.collect().lazy() if number <= AT_HAND else rows
    assessment = assess(frame, framework, tree=tree, duties=duties or (), decisions=decisions or ())
    return Round(
        assessment,
        frame,
        number,
        _titles(areas, assessment.tree),
        units or {},
        _by_kind(points or {}, framework),
    )


def _framework(files: Files) -> Framework:
    return framework_at(files.framework)


def _tried(faults: Faults, read: Callable[[S], T], of: S | None) -> T | None:
    """What was read, nothing when there is nothing to read or it is full of faults."""
    if of is None:
        return None
    try:
        return read(of)
    except FaultsError as error:
        faults.take(error)
        return None


def _by_kind(points: Mapping[str, Place], framework: Framework) -> dict[str, Place]:
    """Points with the framework's own word for their kind."""
    judge = Judge(framework)
    return {id_: replace(p, point_type=judge.kind(p.point_type)) for id_, p in points.items()}


def _seen(rows: pl.LazyFrame) -> AreaTree:
    areas = rows.select(pl.col("area").unique()).collect(engine="streaming")
    return AreaTree.flat(areas["area"])


def _titles(areas: Areas | None, tree: AreaTree) -> Mapping[str, Title]:
    if areas is not None:
        return areas.titles
    return {area.id: Title(zh=area.title or area.id) for area in tree.areas}
