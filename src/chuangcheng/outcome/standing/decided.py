"""Bonus, penalty and veto as a computation counted them: each with the points that it moves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from chuangcheng.engine.exact import TICK
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections import rules
from chuangcheng.evidence.inspections.models import Decision, DecisionQuerySet
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.outcome.standing.models import Computation, Rank


@dataclass(frozen=True)
class Laid:
    """An entry laid on an area: its title, and the ticks by which it moves the score uncapped."""

    it: Decision
    title: str
    points: int


@dataclass(frozen=True)
class Decided:
    """The entries of an area, whether a cap cuts what they come to, and the areas below with some."""

    laid: list[Laid]
    capped: bool
    below: list[tuple[Area, int]]


def decided(person: Person, computation: Computation, rank: Rank) -> Decided:
    """What was laid on the area of a rank, as far as the person sees it."""
    rows = _counted(person, computation)
    mine = rows.filter(area=rank.area).select_related("area", "unit")
    laid = _priced(computation, list(mine.order_by("pk")))
    # More than counted is a cap's doing; less is what the person must not see.
    added = sum(max(one.points, 0) for one in laid)
    taken = sum(max(-one.points, 0) for one in laid)
    return Decided(laid, added > rank.bonus or taken > rank.penalty, _below(rows, rank.area))


def _counted(person: Person, computation: Computation) -> DecisionQuerySet:
    """The entries in scope that held after the verb up to which was computed."""
    upto = computation.upto
    rows = Decision.objects.with_right(person, rules.SEE).filter(round=computation.round)
    held = Q(taken_back_by=None) | Q(taken_back_by__seq__gt=upto)
    return rows.filter(held, takes_back=None, seq__lte=upto)


def _priced(computation: Computation, rows: list[Decision]) -> list[Laid]:
    names = inspections.names(computation.round)
    entries = {entry.id: entry for entry in inspections.framework(computation.round).sanctions}
    found = []
    for row in rows:
        entry = entries[row.sanction]
        sign = 1 if entry.kind == "bonus" else -1
        points = round(entry.points * row.times * TICK) * sign
        found.append(Laid(row, names.of("sanction", row.sanction), points))
    return found


def _below(rows: DecisionQuerySet, area: Area) -> list[tuple[Area, int]]:
    lower = rows.filter(area__path__startswith=area.path).exclude(area=area)
    numbers = dict(lower.order_by().values_list("area").annotate(Count("pk")))
    areas = Area.objects.filter(pk__in=numbers).order_by("path")
    return [(one, numbers[one.pk]) for one in areas]
