"""The score as rectified: what was found, with what re-checks found instead.

What was found stays found. Beside it stands the score that the round would have if every problem
struck off had been seen as its re-check saw it; each problem brings back the difference that it
makes in the order in which they were struck off, so that the differences add up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from chuangcheng.engine.assess import Assessment
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.outcome.standing.live import live
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.models import Problem


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
    """The score of an area as rectified, None where nothing was struck off."""
    mended = problems.rectified(round_)
    if not mended:
        return None
    assessment = live(round_).assessment
    if area.code not in assessment.tree.index:
        return None
    after = assessment.changed(*_swapped(mended))
    taken = len({one.problem for one in mended})
    return Rectified(_net(assessment, area), _net(after, area), taken)


def returns(person: Person, round_: Round, area: Area) -> list[Return]:
    """What each problem brought back to an area; those out of scope are one row, the last."""
    mended = problems.rectified(round_)
    assessment = live(round_).assessment
    if area.code not in assessment.tree.index:
        return []
    gained: dict[int, int] = {}
    before = _net(assessment, area)
    for key, one in groupby(mended, lambda row: row.problem):
        assessment = assessment.changed(*_swapped(list(one)))
        after = _net(assessment, area)
        gained[key], before = gained.get(key, 0) + after - before, after
    return _told(person, {key: points for key, points in gained.items() if points})


def _told(person: Person, gained: dict[int, int]) -> list[Return]:
    mine = problems.problems(person).filter(pk__in=list(gained))
    known = {problem.pk: problem for problem in mine}
    rows = [Return(known[key], points) for key, points in gained.items() if key in known]
    hidden = [points for key, points in gained.items() if key not in known]
    return [*rows, Return(None, sum(hidden))] if hidden else rows


def _net(assessment: Assessment, area: Area) -> int:
    row = assessment.tree.index[area.code]
    return int(assessment.sanctioned.net(assessment.points.totals)[row])


def _swapped(mended: Sequence[problems.Rectified]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The observations as found, and the same as the re-checks judged them."""
    told = sorted(mended, key=lambda one: one.observation)
    rows = Observation.objects.filter(pk__in=[one.observation for one in told])
    found = inspections.in_columns(rows).drop("uuid")
    judged = {
        "result": pl.Series([one.result for one in told], dtype=pl.String),
        "count": pl.Series([one.count for one in told], dtype=pl.Float64),
        "of": pl.Series([one.of for one in told], dtype=pl.Float64),
    }
    return found, found.with_columns(**judged)
