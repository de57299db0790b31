"""The first page: the score, what it is made of, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import polars as pl
from markupsafe import Markup

from chuangcheng.analyst.report.figures import number, percent, printed, signed
from chuangcheng.analyst.report.inputs import Earlier
from chuangcheng.analyst.report.observed import Observation, Observed
from chuangcheng.analyst.report.reading import Reading, Record, link
from chuangcheng.analyst.report.tree import TOTAL, Line, Tree
from chuangcheng.analyst.report.words import joined, word
from chuangcheng.engine.framework import Title
from chuangcheng.lib import charts

#: How many lines the lists of the first page have.
FEW, NAMED = 5, 3


@dataclass(frozen=True)
class Step:
    """A project in the waterfall from full marks to the score."""

    line: Line
    share: str
    bar: Markup


@dataclass(frozen=True)
class Substituted:
    """A standard of which a part was not judged."""

    title: Title
    href: str
    method: Title
    how: Title


@dataclass(frozen=True)
class Move:
    """A standard that lost more or less than in the round before."""

    title: Title
    href: str
    change: str
    before: str
    after: str


@dataclass(frozen=True)
class Trend:
    """The share earned, round by round: one series for the total and one for each method."""

    chart: Markup
    names: tuple[Title, ...]
    rounds: tuple[tuple[Title, tuple[str, ...]], ...]
    scale: tuple[str, str]


@dataclass(frozen=True)
class Overview:
    """What the first page shows."""

    reading: Reading
    tree: Tree
    observed: Observed

    @cached_property
    def total(self) -> Line:
        """The whole score."""
        return self.tree.total()

    @property
    def rank(self) -> Record:
        """The area's own line in the table of ranks."""
        return self.reading.ranks[self.reading.area]

    @property
    def net(self) -> Decimal | None:
        """The net points where bonus or penalty moved them."""
        row = self.rank
        moved = row["bonus"] or row["penalty"]
        return printed(row["net"], self.reading.places) if moved else None

    def sanctions(self, name: str) -> Decimal:
        """Bonus or penalty of the area."""
        return printed(self.rank[name], self.reading.places)

    @property
    def lead(self) -> Title:
        """The round in one sentence."""
        judged, met = self.reading.onsite.height, int(self.reading.onsite["met"].sum())
        return word(
            "lead",
            points=self.reading.onsite["point"].n_unique(),
            judged=f"{judged:,}",
            met=f"{met:,}",
            rate=percent(met / judged if judged else None),
        )

    @property
    def most(self) -> Title:
        """Where most was lost, in one sentence."""
        worst = sorted(self.tree.projects(), key=lambda line: -line.node["lost"])[:NAMED]
        names = joined([line.title for line in worst])
        return word("lead_most", lost=number(self.total.figures.lost), names=names)

    def waterfall(self) -> Iterator[Step]:
        """Projects in order, each bar where the one before it ended."""
        whole, start = self.total.node["lost"] or 1.0, 0.0
        for line in self.tree.projects():
            share = line.node["lost"] / whole
            yield Step(line, percent(share), charts.span(start, share))
            start += share

    @cached_property
    def costliest(self) -> list[Line]:
        """The standards that cost most."""
        lines = [line for line in self.tree.lines() if line.kind == "standard"]
        return sorted(lines, key=lambda line: -line.node["lost"])[:FEW]

    @property
    def costliest_share(self) -> str:
        """Their share of all that was lost."""
        lost = sum(line.node["lost"] for line in self.costliest)
        return percent(lost / (self.total.node["lost"] or 1.0), 0)

    @cached_property
    def again(self) -> list[Observation]:
        """What had been named before and was found again."""
        return [seen for seen in self.observed.single if seen.again]

    @property
    def again_lost(self) -> Decimal:
        """What that cost."""
        return printed(sum(seen.lost for seen in self.again), self.reading.places)

    @cached_property
    def vetoed(self) -> list[tuple[Title, str, Decimal]]:
        """(title, address, lost) of standards of which a veto took a part whole."""
        sums = self.reading.source.assessment.sums
        hit = set(self.reading.plan.gauge_part[sums.vetoed[self.reading.row] > 0].tolist())
        return [
            (
                standard.title,
                link("s", standard.id),
                self.tree.figures["standard", standard.id].lost,
            )
            for _, _, standard in self.reading.walk()
            if any(self.reading.part_rows[part.id] in hit for part in standard.parts)
        ]

    @cached_property
    def substituted(self) -> list[Substituted]:
        """Parts that were not judged, with what stands in."""
        return [
            Substituted(
                standard.title, link("s", standard.id), self.reading.methods[part.method], how
            )
            for _, _, standard in self.reading.walk()
            for part in standard.parts
            if (how := self.reading.substitute(part)) is not None
        ]

    @cached_property
    def before(self) -> Earlier | None:
        """The round before this one."""
        return self.reading.source.earlier[-1] if self.reading.source.earlier else None

    @property
    def change(self) -> tuple[str, str, str]:
        """(change, before, after) of the total against the round before."""
        places, old = self.reading.places, self._earned(self.before, TOTAL)
        after = self.total.figures.earned
        if old is None:
            return "—", "—", number(after)
        return signed(after - printed(old, places)), number(printed(old, places)), number(after)

    def moved(self, direction: int) -> list[Move]:
        """The standards whose loss rose most (1) or fell most (−1), both times judged."""
        old = {} if self.before is None else self._lost(self.before)
        changes = [
            (direction * (line.node["lost"] - old[line.id]), line)
            for line in self.tree.lines()
            if line.kind == "standard" and line.id in old and line.node["judged"]
        ]
        worst = sorted(changes, key=lambda each: -each[0])[:NAMED]
        return [self._move(line, old[line.id]) for change, line in worst if change > 0]

    def _move(self, line: Line, before: float) -> Move:
        was, places = printed(before, self.reading.places), self.reading.places
        now = printed(line.node["lost"], places)
        return Move(line.title, line.href, signed(now - was), number(was), number(now))

    def _lost(self, earlier: Earlier) -> dict[str, float]:
        here = pl.col("area") == self.reading.area
        rows = earlier.scores.filter(here, pl.col("kind") == "standard", pl.col("judged") > 0)
        return dict(rows.select("node", "lost").iter_rows())

    def _earned(self, earlier: Earlier | None, key: tuple[str, str]) -> float | None:
        return None if earlier is None else _value(earlier.scores, self.reading.area, key, "earned")

    def trend(self) -> Trend | None:
        """The rounds so far, where there are any before this one."""
        source = self.reading.source
        if not source.earlier:
            return None
        keys = [TOTAL, *(("method", line.id) for line in self.tree.methods())]
        tables = [
            *((e.title, e.scores) for e in source.earlier),
            (source.round_title, self.reading.scores),
        ]
        shares = [
            [_value(scores, source.area, key, "rate") for _, scores in tables] for key in keys
        ]
        low, high = _ends([share for series in shares for share in series if share is not None])
        scaled = [[None if s is None else (s - low) / (high - low) for s in row] for row in shares]
        return Trend(
            chart=charts.slope(scaled),
            names=(word("total"), *(line.title for line in self.tree.methods())),
            rounds=tuple(
                (title, tuple(percent(series[n]) for series in shares))
                for n, (title, _) in enumerate(tables)
            ),
            scale=(percent(low, 0), percent(high, 0)),
        )


def _value(scores: pl.DataFrame, area: str, key: tuple[str, str], column: str) -> float | None:
    kind, node = key
    found = scores.filter(area=area, kind=kind, node=node)[column]
    return float(found[0]) if len(found) and found[0] is not None else None


def _ends(shares: list[float]) -> tuple[float, float]:
    """A scale in steps of five per cent around the shares."""
    low = int(min(shares, default=0.0) * 20) / 20
    high = -int(-max(shares, default=1.0) * 20 // 1) / 20
    return low, max(high, low + 0.05)
