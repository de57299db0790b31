"""Reading the standing: computations in scope, what they found, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Length

from chuangcheng.engine.assess import Assessment
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.outcome.standing.models import (
    Computation,
    ComputationQuerySet,
    Gain,
    GainQuerySet,
    Loss,
    LossQuerySet,
    NodeQuerySet,
    NodeScore,
    Rank,
    RankQuerySet,
)
from chuangcheng.outcome.standing.rules import SEE


def computations(person: Person) -> ComputationQuerySet:
    """The computations in scope that came to an end."""
    mine = Computation.objects.for_user(person).done()
    return mine.select_related("round__campaign__area", "round__edition").defer(
        "inputs", "round__edition__document"
    )


def newest(person: Person) -> ComputationQuerySet:
    """The newest computation of each round."""
    return computations(person).newest()


def scored(person: Person) -> ComputationQuerySet:
    """The newest computation of each round, with the score of the largest area in scope."""
    # Their computations have been found open; asking that of each rank again is what would cost.
    top = Rank.objects.reached(person, SEE).filter(computation=OuterRef("pk"))
    top = top.order_by(Length("area__path"))
    columns = ("net", "low", "high", "rank", "parent")
    return newest(person).annotate(**{f"top_{c}": Subquery(top.values(c)[:1]) for c in columns})


def earlier(person: Person, computation: Computation) -> Computation | None:
    """The newest computation of the round before, in the same campaign."""
    round_ = computation.round
    before = Q(round__year__lt=round_.year) | Q(
        round__year=round_.year, round__number__lt=round_.number
    )
    mine = newest(person).filter(before, round__campaign=round_.campaign)
    return mine.order_by("-round__year", "-round__number", "-pk").first()


def behind() -> list[Round]:
    """The rounds to which something was added since they were computed last, or never were."""
    last = Computation.objects.filter(round=OuterRef("pk")).done().order_by("-pk")
    rows = Round.objects.filter(seq__gt=0).annotate(upto=Subquery(last.values("upto")[:1]))
    waiting = rows.filter(Q(upto=None) | Q(upto__lt=F("seq")))
    return list(waiting.select_related("campaign__area", "edition").order_by("year", "number"))


def waiting(person: Person) -> QuerySet[Round]:
    """The rounds in scope that have something to compute."""
    keys = [round_.pk for round_ in behind()]
    return inspections.visible(person).filter(pk__in=keys)


def areas(person: Person, computation: Computation) -> list[Area]:
    """The areas of a computation in scope, the largest first."""
    mine = Rank.objects.with_right(person, SEE).filter(computation=computation)
    return [rank.area for rank in mine.select_related("area").order_by("area__path")]


def nodes(person: Person, computation: Computation) -> NodeQuerySet:
    """The scores of nodes in scope."""
    mine = NodeScore.objects.with_right(person, SEE).filter(computation=computation)
    return mine.select_related("area")


def ranks(person: Person, computation: Computation) -> RankQuerySet:
    """The ranks of areas in scope."""
    mine = Rank.objects.with_right(person, SEE).filter(computation=computation)
    return mine.select_related("area", "parent")


def nets(person: Person, found: Sequence[Computation], area: Area) -> dict[int, int]:
    """The net score (ticks) of an area in scope, by the key of the computation."""
    mine = Rank.objects.with_right(person, SEE).filter(area=area, computation__in=found)
    return dict(mine.order_by().values_list("computation", "net"))


def losses(person: Person, computation: Computation) -> LossQuerySet:
    """The lost points in scope, down to single observations."""
    mine = Loss.objects.with_right(person, SEE).filter(computation=computation)
    return mine.select_related("area", "unit", "observation__point")


def gains(person: Person, computation: Computation) -> GainQuerySet:
    """What could be won in the areas in scope."""
    mine = Gain.objects.with_right(person, SEE).filter(computation=computation)
    return mine.select_related("area")


def lost_by(rows: LossQuerySet, *by: str) -> QuerySet[Loss, dict[str, Any]]:
    """Lost points summed by some columns: faults and lost ticks, the largest first."""
    summed = rows.order_by().values(*by)
    found: QuerySet[Loss, dict[str, Any]] = summed.annotate(
        sum=Sum("lost"), faults=Count("observation", distinct=True)
    )
    return found.order_by(F("sum").desc())


def standing_now(person: Person, assessment: Assessment) -> list[dict[str, Any]]:
    """The net scores (ticks) and ranks of an assessment, of the areas in scope."""
    mine = set(Area.objects.with_right(person, SEE).values_list("code", flat=True))
    net = assessment.sanctioned.net(assessment.points.totals)
    rows = zip(assessment.ranks().iter_rows(named=True), net, strict=True)
    return [
        {"area": row["area"], "net": int(ticks), "rank": row["rank"]}
        for row, ticks in rows
        if row["area"] in mine
    ]
