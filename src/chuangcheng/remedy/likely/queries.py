"""Where the failure behind a problem is likeliest elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from django.db.models import Count

from chuangcheng.engine.framework import Framework
from chuangcheng.engine.risk import COLUMNS, rates
from chuangcheng.engine.rules import UNJUDGED
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.points import queries as points
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.models import Problem

#: So many points are shown, the likeliest; nobody walks to more for one problem.
MOST = 50
_SCHEMA = dict.fromkeys(COLUMNS[:-1], pl.String) | {"failed": pl.Boolean, "times": pl.Int64}
_POINTS = ("point", "point_type", "unit")


@dataclass(frozen=True)
class Likely:
    """A point, how likely it fails (0 to 1), what was judged of it, and what the rate rests on.

    `known_by` is the lowest level that had been judged: point, unit, kind, item or overall.
    """

    point: Point
    rate: float
    judged: int
    failed: int
    known_by: str


def likely(person: Person, problem: Problem) -> list[Likely]:
    """Points in a person's scope that likely fail the item of a problem, the likeliest first.

    Left out are the problem's own point and those at which the item is on the list already.
    Rates rest on the released rounds of the campaign alone.
    """
    there = {str(point.pk): point for point in _candidates(person, problem)}
    judgements = _judgements(problem.campaign, problems.framework(problem))
    if not there or judgements.is_empty():
        return []
    frame = pl.DataFrame(
        list(_places(there, judgements)), schema=dict.fromkeys(_POINTS, pl.String), orient="row"
    )
    found = rates(judgements).likely(frame, problem.item, [str(problem.point_id)])
    return [
        Likely(there[row["point"]], row["rate"], row["judged"], row["failed"], row["known_by"])
        for row in found.head(MOST).iter_rows(named=True)
    ]


def _candidates(person: Person, problem: Problem) -> list[Point]:
    """The points in use at which the item is looked at."""
    whole = problems.framework(problem)
    kinds = [kind.id for kind in whole.point_types if problem.item in whole.checklist(kind)]
    known = Problem.objects.filter(campaign=problem.campaign, item=problem.item, open=True)
    mine = points.points(person).filter(
        point_kind__code__in=kinds, area__path__startswith=problem.campaign.area.path
    )
    return list(mine.exclude(pk__in=known.filter(point__isnull=False).values("point_id")))


def _places(there: dict[str, Point], judgements: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    """Each point with its kind and with the unit that answered for it when it was judged last."""
    units = dict(judgements.select("point", "unit").unique("point", keep="last").iter_rows())
    for key, point in there.items():
        unit = units.get(key) or str(point.unit_id or "")
        yield key, point.point_kind.code, unit


def _judgements(campaign: Campaign, whole: Framework) -> pl.DataFrame:
    """What was judged in the released rounds of a campaign, one a row."""
    rows = Observation.objects.filter(
        round__campaign=campaign, round__released_at__isnull=False, point__isnull=False
    ).counting()
    keys = ("item", "point_type", "unit_id", "point_id", "result", "count", "of")
    rows = rows.exclude(result__in=UNJUDGED).order_by()
    grouped = rows.values_list(*keys).annotate(times=Count("pk"))
    items = {item.id: item for item in whole.items}
    lost: dict[tuple[object, ...], bool] = {}
    told = []
    for item, kind, unit, point, result, count, of, times in grouped:
        said = (item, result, count, of)
        if item not in items:
            continue
        if said not in lost:
            lost[said] = problems.share_lost(items[item], Judgement(result, count, of)) > 0
        told.append((item, kind, str(unit or ""), str(point), lost[said], times))
    frame = pl.DataFrame(told, schema=_SCHEMA, orient="row")
    return frame.select(pl.col(COLUMNS).repeat_by("times").explode())
