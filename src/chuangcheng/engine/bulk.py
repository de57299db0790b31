"""A province or a nation, area by area: more observations than fit into memory.

run = ByArea(path, framework)
for chunk in run:
    chunk.scores(), chunk.losses()  # some areas at a time, with the columns `assess` gives
run.ranks()  # all areas, once every chunk has been

Scores of areas do not depend on each other, so only their sums are kept; just the rank is global.
An area in which the mean of the others stands in for something comes after all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path

import polars as pl

from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import Assessment, UnknownAreaError, rows_of
from chuangcheng.engine.attribution import prices
from chuangcheng.engine.dense import Counted, Counter, added, together
from chuangcheng.engine.duties import Duty, shared
from chuangcheng.engine.exact import from_ticks
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.outputs import placed_losses, scores_frame
from chuangcheng.engine.parquet import ParquetRows
from chuangcheng.engine.plan import Plan, compile_plan
from chuangcheng.engine.sanctions import Decision
from chuangcheng.engine.scoring import ABSENT, ASSESSED, Scores, score_sums, substitutes
from chuangcheng.engine.sums import Sums
from chuangcheng.engine.threads import ahead

#: Rows of whole areas that are scored in one go: enough that the steps per chunk cost nothing.
ROWS_OF_A_CHUNK = 1_000_000
#: Row groups that are read in advance of the one being scored: the work of a chunk.
AHEAD = 10


class UnsortedError(ValueError):
    """An area's rows are scattered over the file, or it has rows and areas below it."""


@dataclass(frozen=True)
class Chunk:
    """Some areas, assessed."""

    plan: Plan
    counted: Counted
    points: Scores
    duties: tuple[Duty, ...] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """The ids of the areas, in the order of the file."""
        return self.counted.areas

    def scores(self) -> pl.DataFrame:
        """Every area × node; the columns of `Assessment.scores`."""
        return scores_frame(self.plan, self._tree, self.counted.own, self.points)

    def losses(self) -> pl.DataFrame:
        """Every area × unit × item that lost; the columns of `Assessment.losses`."""
        lost = self.counted.lost
        gauge = self.plan.slot_gauge[lost.slot]
        each = prices(self.plan, self.counted.own, self.points)
        points = each.lost[lost.area, gauge] * from_ticks(lost.lost)
        points += each.vetoed[lost.area, gauge] * lost.vetoes
        found = pl.DataFrame(
            {
                "area_row": lost.area,
                "slot": lost.slot,
                "unit": pl.Series(self.counted.units, dtype=pl.String).gather(lost.unit),
                "faults": lost.faults,
                "lost": points,
            }
        )
        return shared(self.duties, placed_losses(self.plan, self._tree, found, self.points))

    @property
    def _tree(self) -> AreaTree:
        return AreaTree(tuple(Area(id_, id_) for id_ in self.areas))


class ByArea:
    """One round, assessed from a Parquet file that is sorted by area.

    Rows may only belong to areas without areas below them; those above get their sums.
    Iterating raises what `assess` raises, and UnsortedError.
    """

    def __init__(
        self,
        path: Path,
        framework: Framework,
        *,
        tree: AreaTree | None = None,
        duties: Iterable[Duty] = (),
        decisions: Iterable[Decision] = (),
        threads: int | None = None,
        rows: int = ROWS_OF_A_CHUNK,
    ) -> None:
        self._plan = compile_plan(framework)
        self._file = ParquetRows(path)
        self._tree = tree
        self._duties, self._decisions = tuple(duties), tuple(decisions)
        self._threads, self._rows = threads or cpu_count() or 1, rows
        self._names: list[str] = []
        self._sums: list[Sums] = []

    def __iter__(self) -> Iterator[Chunk]:
        self._names, self._sums = [], []
        borrowers = []
        for counted in self._chunks():
            self._keep(counted)
            points = score_sums(self._plan, counted.own)
            if self._borrows(points):
                borrowers.append(counted)
            else:
                yield Chunk(self._plan, counted, points, self._duties)
        if borrowers:
            yield from self._lent(borrowers)

    def only(self, area: str) -> Chunk:
        """One area, of which alone the rows are read.

        The others are not known here, so where their mean would stand in, points are re-weighted.
        Raises UnknownAreaError when the file has no rows of the area.
        """
        counter = Counter(self._plan)
        parts = [counter.count(self._file.read(g)).only(area) for g in self._file.holding(area)]
        if not any(part.areas for part in parts):
            msg = f"the observations have no area {area}; check its id"
            raise UnknownAreaError(msg)
        counted = together(self._plan, [part for part in parts if part.areas])
        return Chunk(self._plan, counted, score_sums(self._plan, counted.own), self._duties)

    def whole(self) -> Assessment:
        """All areas, those above included, but no losses; complete once every chunk has been."""
        tree = self._tree or AreaTree.flat(self._names)
        rows = rows_of(tree, pl.Series(self._names, dtype=pl.String))
        own = added(self._sums, rows, (len(tree.areas), len(self._plan.gauge_part)))
        return Assessment(self._plan, tree, own, _NO_FAULTS, self._duties, self._decisions)

    def scores(self) -> pl.DataFrame:
        """Every area × node; see `Assessment.scores`."""
        return self.whole().scores()

    def ranks(self) -> pl.DataFrame:
        """Every area with raw and net score, ranks and distances; see `Assessment.ranks`."""
        return self.whole().ranks()

    def _chunks(self) -> Iterator[Counted]:
        """Whole areas, about so many rows of them at a time as was asked for."""
        stretches = list(self._file.stretches())
        groups = [group for stretch in stretches for group in stretch]
        ends = {stretch[-1] for stretch in stretches}
        counter = Counter(self._plan)
        parts, rows = [], 0
        with ThreadPoolExecutor(self._threads) as pool:
            counted = ahead(pool, lambda g: counter.count(self._file.read(g)), groups, AHEAD)
            for group, part in zip(groups, counted, strict=True):
                parts.append(part)
                rows += self._file.size([group])
                if group in ends and (rows >= self._rows or group == groups[-1]):
                    yield together(self._plan, parts)
                    parts, rows = [], 0

    def _keep(self, counted: Counted) -> None:
        """Keep the sums, after a look at whether the areas may be scored for themselves."""
        twice = sorted(set(self._names) & set(counted.areas))
        tree = self._tree
        if tree is not None:
            rows = rows_of(tree, pl.Series(counted.areas, dtype=pl.String))
            twice += [tree.areas[row].id for row in rows if len(tree.children[row])]
        if twice:
            msg = (
                f"{', '.join(twice)} cannot be scored area by area: sort the rows by area, and "
                "give them to areas that have none below them"
            )
            raise UnsortedError(msg)
        self._names += counted.areas
        self._sums.append(counted.own)

    def _borrows(self, points: Scores) -> bool:
        """Whether the mean of other areas stands in for anything here."""
        status = points.status
        wanted = substitutes(self._plan, status == ASSESSED, status == ABSENT)
        return bool((wanted == "mean").any())

    def _lent(self, borrowers: Sequence[Counted]) -> Iterator[Chunk]:
        whole = self.whole()
        for counted in borrowers:
            rows = rows_of(whole.tree, pl.Series(counted.areas))
            yield Chunk(self._plan, counted, whole.points.rows(rows), self._duties)


_NO_FAULTS = pl.DataFrame(
    schema={
        "area": pl.String,
        "unit": pl.String,
        "item": pl.String,
        "point_type": pl.String,
        "result": pl.String,
        "count": pl.Float64,
        "of": pl.Float64,
        "n": pl.Int64,
    }
)
