"""Reading the standing: computations in scope, what they found, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Length

from chuangcheng.engine.assess import Assessment
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation, ObservationQuerySet, Round
from chuangcheng.evidence.inspections.rules import CHANGE
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.kept import kept
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.facets import question
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.outcome.standing.finished import conclusive, finished
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
    told = {"finished": ExpressionWrapper(finished("round__"), BooleanField())}
    return (
        mine.annotate(**told)
        .select_related("round__campaign__area", "round__edition")
        .defer("inputs", "settings", "round__edition__document")
    )


def newest(person: Person) -> ComputationQuerySet:
    """The newest computation of each round, provisional ones too."""
    return computations(person).newest()


def results(person: Person) -> ComputationQuerySet:
    """The newest computation of each round with a result: what a score is compared with."""
    return newest(person).filter(conclusive("round__"))


def scored(person: Person) -> ComputationQuerySet:
    """The newest computation of each round, with the score of the largest area in scope."""
    # Their computations have been found open; asking that of each rank again is what would cost.
    top = Rank.objects.reached(person, SEE).filter(computation=OuterRef("pk"))
    top = top.order_by(Length("area__path"))
    # Of what nobody assessed there is no score.
    top = top.annotate(scored=Case(When(possible__gt=0, then=F("net"))))
    columns = {"net": "scored", "low": "low", "high": "high", "rank": "rank", "parent": "parent"}
    told = {f"top_{name}": Subquery(top.values(c)[:1]) for name, c in columns.items()}
    return newest(person).annotate(**told)


def course(person: Person, campaign: Campaign) -> list[Computation]:
    """The results of a campaign, those of the last round first."""
    return list(results(person).filter(round__campaign=campaign))


def tops(person: Person, found: Sequence[Computation]) -> dict[int, Rank]:
    """The rank of the largest area in scope, by the key of computations that the person sees."""
    mine = Rank.objects.reached(person, SEE).filter(computation=OuterRef("pk"))
    top = Subquery(mine.order_by(Length("area__path")).values("pk")[:1])
    rows = Computation.objects.filter(pk__in=[one.pk for one in found]).order_by()
    keys = dict(rows.values_list("pk", top))
    ranks = Rank.objects.in_bulk([key for key in keys.values() if key])
    return {pk: ranks[key] for pk, key in keys.items() if key}


def earlier(person: Person, computation: Computation) -> Computation | None:
    """The result of the round before, in the same campaign; None for what is provisional."""
    return before(course(person, computation.round.campaign), computation)


def before(known: Sequence[Computation], computation: Computation) -> Computation | None:
    """The one of the round before, out of the course of a campaign; None for what is provisional."""
    if computation.round_id not in {found.round_id for found in known}:
        return None
    year, number = computation.round.year, computation.round.number
    return next((c for c in known if (c.round.year, c.round.number) < (year, number)), None)


def behind() -> QuerySet[Round]:
    """The rounds to which something was added since they were computed last, or never were."""
    last = Computation.objects.filter(round=OuterRef("pk")).done().order_by("-pk")
    rows = Round.objects.filter(seq__gt=0).annotate(upto=Subquery(last.values("upto")[:1]))
    waiting = rows.filter(Q(upto=None) | Q(upto__lt=F("seq"))).order_by("year", "number")
    return waiting.select_related("campaign__area", "edition").defer("edition__document")


def waiting(person: Person) -> QuerySet[Round]:
    """The rounds in scope that have something to compute."""
    keys = behind().order_by().values_list("pk", flat=True)
    return inspections.visible(person).filter(pk__in=list(keys))


def under_way(person: Person) -> QuerySet[Round]:
    """The rounds in scope that are not finished, and have something recorded."""
    return inspections.visible(person).filter(~finished(), seq__gt=0)


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


def below(person: Person, computation: Computation, area: Area) -> RankQuerySet:
    """The ranks of the areas in scope right below one, those without a rank last in their group."""
    mine = ranks(person, computation).filter(parent=area)
    return mine.order_by("group", F("rank").asc(nulls_last=True), "area__path")


def of_area(person: Person, found: Sequence[Computation], area: Area) -> dict[int, Rank]:
    """What an area in scope came to, by the key of computations that the person sees.

    Those in which nobody assessed it are left out.
    """
    mine = Rank.objects.reached(person, SEE).filter(
        area=area, possible__gt=0, computation__in=[one.pk for one in found]
    )
    return {rank.computation_id: rank for rank in mine}


def losses(person: Person, computation: Computation) -> LossQuerySet:
    """The lost points in scope, down to single observations, of a computation that they see."""
    mine = Loss.objects.reached(person, SEE).filter(computation=computation)
    return mine.select_related("area", "unit", "observation__point")


def cost(person: Person, observation: Observation) -> list[Loss]:
    """What an observation cost in its own area, by the newest computation of its round."""
    last = newest(person).filter(round=observation.round_id).first()
    if last is None:
        return []
    rows = losses(person, last).filter(observation=observation, area=observation.area)
    return list(rows.order_by("standard", "pk"))


def gains(person: Person, computation: Computation) -> GainQuerySet:
    """What could be won in the areas in scope, of a computation that the person sees."""
    mine = Gain.objects.reached(person, SEE).filter(computation=computation)
    return mine.select_related("area")


@dataclass(frozen=True)
class Records:
    """How the observations of a score come from the records of a round.

    Parts of a composite point are `listed` one by one and count as one for each visit and item;
    so `counted` observations went into the score, None where nothing was made one, or where that is
    known of the whole only. `second` more are of blind second visits.
    `exact` says that the list of the round shows the person those `listed` and no others.
    """

    listed: int
    parted: bool = False
    counted: int | None = None
    second: int = 0
    exact: bool = False


def records(person: Person, computation: Computation, area: Area) -> Records:
    """The records in scope behind the score of an area and all below it.

    Only who runs the round is told of second visits, and has a list without them. In the lists of
    all others they are records like any other (`inspections.listed`): they are counted as such, and
    what the score made of the records is not told, or the difference would tell of them.
    """
    rows = inspections.observations(person).filter(round=computation.round)
    held = rows.standing(computation.upto).filter(area__path__startswith=area.path)
    listed, parts, second = _tallied(held, computation, area)
    exact = computation.round.seq == computation.upto
    if not may(person, CHANGE, computation.round):
        return Records(listed + second, exact=exact)
    whole = computation.observations if area == computation.round.campaign.area else None
    parted = bool(parts) and whole != listed
    return Records(listed, parted, whole if parted else None, second, exact)


def _tallied(
    held: ObservationQuerySet, computation: Computation, area: Area
) -> tuple[int, int, int]:
    """The records that count, those among them of further parts, and those of second visits."""
    once = Q(second=False)
    summed = held.select_related(None).order_by().values("round")
    summed = summed.annotate(
        once=Count("pk", filter=once),
        parts=Count("pk", filter=once & ~Q(repeat="")),
        again=Count("pk", filter=~once),
    )
    tallies = summed.values_list("once", "parts", "again")
    # What a computation saw does not change, but areas move in and out of another, and of a scope;
    # the statement holds who asks, and of what. To count all anew takes most of a page's time.
    inside = Area.objects.below(area.path).order_by("path").values_list("path", flat=True)
    stamp = (computation.stamp, tuple(inside))
    found = kept(question(tallies, "tallies"), stamp, lambda: list(tallies))
    return found[0] if found else (0, 0, 0)


def lost_by(rows: LossQuerySet, *by: str) -> QuerySet[Loss, dict[str, Any]]:
    """Lost points summed by some columns, the largest first.

    `sum` is in ticks; `faults` and `substitutes` count the rows that it is the sum of.
    """
    summed = rows.order_by().values(*by)
    found: QuerySet[Loss, dict[str, Any]] = summed.annotate(
        sum=Sum("lost"),
        faults=Count("observation"),
        substitutes=Count("pk", filter=Q(observation=None)),
    )
    return found.order_by(F("sum").desc())


@dataclass(frozen=True)
class StoodIn:
    """What parts lost that were not judged: how many rows, and ticks."""

    rows: int
    lost: int


def stood_in(rows: LossQuerySet) -> StoodIn:
    """What substitutes lost, of rows of lost points."""
    found = rows.filter(observation=None).aggregate(n=Count("pk"), lost=Sum("lost"))
    return StoodIn(found["n"], found["lost"] or 0)


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
