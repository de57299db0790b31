"""Reading assignments."""

from __future__ import annotations

from chuangcheng.evidence.assignments.models import Assignment, AssignmentQuerySet
from chuangcheng.evidence.assignments.rules import SEE
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person


def assignments(person: Person, round_: Round) -> AssignmentQuerySet:
    """The assignments of a round that a person may look up."""
    rows = Assignment.objects.with_right(person, SEE).live().filter(round=round_)
    return told(rows)


def of(person: User) -> AssignmentQuerySet:
    """What a person is to visit, in rounds that still take something in."""
    return ever_of(person).live().in_open_rounds()


def ever_of(person: User) -> AssignmentQuerySet:
    """All that a person was ever given, dropped ones and those of closed rounds too.

    Without those of secret rounds that the person is no longer on.
    """
    rows = Assignment.objects.open_to(person).filter(inspectors=person)
    return told(rows.select_related("round__edition").defer("round__edition__document"))


def told(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Assignments with what a list says of them."""
    rows = rows.select_related(
        "round__campaign__area", "point__area", "point__unit", "point__point_kind"
    )
    return rows.prefetch_related("inspectors")
