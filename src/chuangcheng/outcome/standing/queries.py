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
from chuangcheng.ground.kept import kept
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
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
        "inputs", "settings", "round__edition__document"
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


def course(person: Person, campaign: Campaign) -> list[Computation]:
    """The newest computation of each round of a campaign, the last round first."""
    return list(newest(person).filter(round__campaign=campaign))


def tops(person: Person, found: Sequence[Computation]) -> dict[int, Rank]:
    """The rank of the largest area in scope, by the key of computations that the person sees."""
    mine = Rank.objects.reached(person, SEE).filter(computation=OuterRef("pk"))
    top = Subquery(mine.order_by(Length("area__path")).values("pk")[:1])
    rows = Computation.objects.filter(pk__in=[one.pk for one in found]).order_by()
    keys = dict(rows.values_list("pk", top))
    ranks = Rank.objects.in_bulk([key for key in keys.values() if key])
    return {pk: ranks[key] for pk, key in keys.items() if key}


def earlier(person: Person, computation: Computation) -> Computation | None:
    """The newest computation of the round before, in the same campaign."""
    return before(course(person, computation.round.campaign), computation)


def before(known: Sequence[Computation], computation: Computation) -> Computation | None:
    """The one of the round before, out of the course of a campaign."""
    year, number = computation.round.year, computation.round.number
    return next((c for c in known if (c.round.year, c.round.number) < (year, number)), None)


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


# What follows is asked of computations that were found in the person's scope: whether their rounds
# are open to the person has been answered by then, and is not asked again of every row.


def nodes(person: Person, *of: Computation) -> NodeQuerySet:
    """The scores of nodes in scope, of computations that the person sees."""
    mine = NodeScore.objects.reached(person, SEE).filter(computation__in=[one.pk for one in of])
    return mine.select_related("area")


def ranks(person: Person, computation: Computation) -> RankQuerySet:
    """The ranks of areas in scope, of a computation that the person sees."""
    mine = Rank.objects.reached(person, SEE).filter(computation=computation)
    return mine.select_related("area", "parent")


def nets(person: Person, found: Sequence[Computation], area: Area) -> dict[int, int]:
    """The net score (ticks) of an area in scope, by the key of computations that they see."""
    mine = Rank.objects.reached(person, SEE).filter(
        area=area, computation__in=[one.pk for one in found]
    )
    return dict(mine.order_by().values_list("computation", "net"))


def losses(person: Person, computation: Computation) -> LossQuerySet:
    """The lost points in scope, down to single observations, of a computation that they see."""
    mine = Loss.objects.reached(person, SEE).filter(computation=computation)
    return mine.select_related("area", "unit", "observation__point")


def gains(person: Person, computation: Computation) -> GainQuerySet:
    """What could be won in the areas in scope, of a computation that the person sees."""
    mine = Gain.objects.reached(person, SEE).filter(computation=computation)
    return mine.select_related("area")


def lost_by(rows: LossQuerySet, *by: str) -> QuerySet[Loss, dict[str, Any]]:
    """Lost points summed by some columns: faults and lost ticks, the largest first."""
    summed = rows.order_by().values(*by)
    found: QuerySet[Loss, dict[str, Any]] = summed.annotate(
        sum=Sum("lost"), faults=Count("observation", distinct=True)
    )
    return found.order_by(F("sum").desc())


def most_lost(
    rows: LossQuerySet, computation: Computation, most: int
) -> list[tuple[Unit | None, int]]:
    """The units that lost most, and the ticks; none is for what nobody answers for."""
    summed = rows.order_by().values("unit").annotate(sum=Sum("lost")).order_by("-sum")[:most]
    # What a computation found is summed up once; what its units are called may change.
    found = kept(
        summed.query.sql_with_params(),
        computation.stamp,
        lambda: [(row["unit"], row["sum"]) for row in summed],
    )
    units = Unit.objects.in_bulk([key for key, _lost in found if key])
    return [(units.get(key), lost) for key, lost in found]


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
