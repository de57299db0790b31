"""The score as rectified: what was found, with what re-checks found instead.

What was found stays found. Beside it stands the score that the round would have if every problem
struck off had been seen as its re-check saw it; each problem brings back the difference that it
makes in the order in which they were struck off, so that the differences add up to the whole.
Where the mean of the other areas stands in for a part, problems found elsewhere move an area too;
it is told of those as one sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import groupby

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
    """An area's net score as found and as rectified, in ticks, and how many problems that took.

    None of its own where problems of other areas alone moved it.
    """

    found: int
    net: int
    problems: int

    @property
    def gained(self) -> int:
        """What putting right has brought back."""
        return self.net - self.found


@dataclass(frozen=True)
class Return:
    """What striking off one problem brought back, in ticks; no problem for those out of scope.

    `elsewhere` is what came of all that were found in other areas.
    """

    problem: Problem | None
    gained: int
    elsewhere: bool = False


def rectified(round_: Round, area: Area) -> Rectified | None:
    """The score of an area as rectified, None where nothing struck off has to do with it."""
    mended = _mended(round_)
    return mended.of(area) if mended else None


def returns(person: Person, round_: Round, area: Area) -> list[Return]:
    """What each problem brought back to an area; the rows add up to all that it gained.

    Those out of scope are one row, and what was found in other areas is one more, the last.
    """
    mended = _mended(round_)
    whole = mended.of(area) if mended else None
    if mended is None or whole is None:
        return []
    own = mended.steps.get(mended.row(area), {})
    rest = whole.gained - sum(own.values())
    return [*_told(person, own), *([Return(None, rest, elsewhere=True)] if rest else [])]


@dataclass(frozen=True)
class _Nets:
    """By row of the tree: net scores (ticks) as found and as rectified, and how many problems."""

    found: Nets
    net: Nets
    problems: Nets


@dataclass(frozen=True)
class _Mended:
    """A round as it stands, and what was struck off of it.

    Made for each answer: only figures are kept, since an assessment is as large as its round, and
    those are held by `live` alone.
    """

    round: Round
    held: Held
    found: list[problems.Rectified]

    def row(self, area: Area) -> int:
        """The row of an area, below 0 where the round does not know it."""
        return self.held.assessment.tree.index.get(area.code, -1)

    def of(self, area: Area) -> Rectified | None:
        """The score of an area, None where it neither moved nor had a problem struck off."""
        row, nets = self.row(area), self.nets
        if row < 0:
            return None
        whole = Rectified(int(nets.found[row]), int(nets.net[row]), int(nets.problems[row]))
        return whole if whole.gained or whole.problems else None

    @cached_property
    def nets(self) -> _Nets:
        """The scores of all areas."""
        return kept(("rectified", self.round.pk), self._stamp, self._valued)

    @cached_property
    def steps(self) -> Mapping[int, Mapping[int, int]]:
        """What each problem brought back (ticks), by the rows of the areas that it lies in."""
        return kept(("returned", self.round.pk), self._stamp, self._walked)

    @cached_property
    def _stamp(self) -> tuple[object, ...]:
        said = sha256(repr(self.found).encode()).hexdigest()
        return (self.held.stamp, self.held.upto, self.held.mark, said)

    @cached_property
    def _otherwise(self) -> Rejudged:
        said = {one.observation: Judgement(one.result, one.count, one.of) for one in self.found}
        return rejudged(self.round, said)

    @cached_property
    def _struck_off(self) -> dict[int, list[int]]:
        """The observations of each problem, in the order in which they were struck off."""
        by_problem = groupby(self.found, lambda one: one.problem)
        return {key: [one.observation for one in some] for key, some in by_problem}

    @cached_property
    def _places(self) -> dict[int, set[int]]:
        """The rows of the areas in which each problem was found, and of those above."""
        tree, at = self.held.assessment.tree, self._otherwise.areas
        rows = {key: tree.ancestors[tree.index[code]].tolist() for key, code in at.items()}
        return {
            problem: {row for key in keys for row in rows.get(key, ())}
            for problem, keys in self._struck_off.items()
        }

    def _valued(self) -> _Nets:
        assessment, keys = self.held.assessment, [one.observation for one in self.found]
        net = _nets(assessment.changed(*self._otherwise.swapped(keys)))
        lies = [row for rows in self._places.values() for row in rows]
        return _Nets(_nets(assessment), net, np.bincount(lies, minlength=len(net)))

    def _walked(self) -> dict[int, dict[int, int]]:
        assessment, brought = self.held.assessment, defaultdict[int, dict[int, int]](dict)
        before = _nets(assessment)
        for problem, keys in self._struck_off.items():
            assessment = assessment.changed(*self._otherwise.swapped(keys))
            after = _nets(assessment)
            for row in self._places[problem]:
                brought[row][problem] = int(after[row] - before[row])
            before = after
        return dict(brought)


def _mended(round_: Round) -> _Mended | None:
    """What was struck off of a round; None where nothing was, and nothing need be valued."""
    found = problems.rectified(round_)
    return _Mended(round_, live(round_), found) if found else None


def _told(person: Person, gained: Mapping[int, int]) -> list[Return]:
    mine = problems.problems(person).filter(pk__in=list(gained))
    known = {problem.pk: problem for problem in mine}
    rows = [Return(known[key], points) for key, points in gained.items() if key in known]
    hidden = [points for key, points in gained.items() if key not in known]
    return [*rows, Return(None, sum(hidden))] if hidden else rows


def _nets(assessment: Assessment) -> Nets:
    return np.asarray(assessment.sanctioned.net(assessment.points.totals), dtype=np.int64)
