"""The score as rectified: what was found, with what re-checks found instead.

What was found stays found. Beside it stands the score that the round would have if every problem
struck off had been seen as its re-check saw it; each problem brings back the difference that it
makes in the order in which they were struck off, so that the differences add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rejudged import Rejudged, rejudged
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.kept import kept
from chuangcheng.ground.scope import Person
from chuangcheng.outcome.standing.live import Held, live
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.models import Problem

Nets = NDArray[np.int64]


@dataclass(frozen=True)
class Rectified:
    """An area's net score as found and as rectified, in ticks, and how many problems that took."""

    found: int
    net: int
    problems: int

    @property
    def gained(self) -> int:
        """What putting right has brought back."""
        return self.net - self.found


@dataclass(frozen=True)
class Return:
    """What striking off one problem brought back, in ticks; no problem for those out of scope."""

    problem: Problem | None
    gained: int


def rectified(round_: Round, area: Area) -> Rectified | None:
    """The score of an area as rectified, None where nothing of it was struck off."""
    mended = _mended(round_)
    row = mended.row(area)
    if row is None or not (mine := mended.within(area)):
        return None
    return Rectified(int(mended.found[row]), int(mended.net[row]), len(mine))


def returns(person: Person, round_: Round, area: Area) -> list[Return]:
    """What each problem brought back to an area; those out of scope are one row, the last."""
    mended = _mended(round_)
    row = mended.row(area)
    if row is None:
        return []
    mine = mended.within(area)
    brought = zip(mended.struck_off, mended.steps, strict=True)
    return _told(person, {key: int(step[row]) for key, step in brought if key in mine})


@dataclass(frozen=True)
class _Mended:
    """A round as it stands, with what was struck off of it: observations by problem, in order."""

    assessment: Assessment
    otherwise: Rejudged
    struck_off: dict[int, list[int]]

    @cached_property
    def found(self) -> Nets:
        """The net scores (ticks) of all areas, by row, as found."""
        return _nets(self.assessment)

    @cached_property
    def net(self) -> Nets:
        """The same as rectified, all at once."""
        keys = [key for some in self.struck_off.values() for key in some]
        return _nets(self.assessment.changed(*self.otherwise.swapped(keys)))

    @cached_property
    def steps(self) -> list[Nets]:
        """What each problem brought back to all areas; they add up to the whole."""
        return [after - before for before, after in pairwise(self._walked())]

    def row(self, area: Area) -> int | None:
        """The row of an area, None where the round does not know it."""
        return self.assessment.tree.index.get(area.code)

    def within(self, area: Area) -> set[int]:
        """The problems that were found in an area or below."""
        below = set(Area.objects.below(area.path).values_list("code", flat=True))
        at = self._areas
        return {
            problem
            for problem, keys in self.struck_off.items()
            if any(at.get(key) in below for key in keys)
        }

    @cached_property
    def _areas(self) -> dict[int, str]:
        return self.otherwise.areas

    def _walked(self) -> Iterator[Nets]:
        yield self.found
        assessment = self.assessment
        for keys in self.struck_off.values():
            assessment = assessment.changed(*self.otherwise.swapped(keys))
            yield _nets(assessment)


def _mended(round_: Round) -> _Mended:
    """What was struck off of a round; looked up once, as each step values the round anew."""
    held, found = live(round_), problems.rectified(round_)
    stamp = (held.stamp, held.upto, held.mark, tuple(found))
    return kept(("rectified", round_.pk), stamp, lambda: _looked_up(round_, held, found))


def _looked_up(round_: Round, held: Held, found: Sequence[problems.Rectified]) -> _Mended:
    said = {one.observation: Judgement(one.result, one.count, one.of) for one in found}
    by_problem = groupby(found, lambda one: one.problem)
    struck_off = {key: [one.observation for one in some] for key, some in by_problem}
    return _Mended(held.assessment, rejudged(round_, said), struck_off)


def _told(person: Person, gained: dict[int, int]) -> list[Return]:
    mine = problems.problems(person).filter(pk__in=list(gained))
    known = {problem.pk: problem for problem in mine}
    rows = [Return(known[key], points) for key, points in gained.items() if key in known]
    hidden = [points for key, points in gained.items() if key not in known]
    return [*rows, Return(None, sum(hidden))] if hidden else rows


def _nets(assessment: Assessment) -> Nets:
    return np.asarray(assessment.sanctioned.net(assessment.points.totals), dtype=np.int64)
