"""Reading units."""

from __future__ import annotations

from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Kind, Unit, UnitQuerySet
from chuangcheng.ground.units.rules import CHANGE


def units(person: Person) -> UnitQuerySet:
    """The units in a person's scope."""
    return Unit.objects.for_user(person).select_related("area")


def changeable(person: Person) -> UnitQuerySet:
    """The units that a person may change."""
    return Unit.objects.with_right(person, CHANGE).select_related("area")


def headquarters(person: Person) -> UnitQuerySet:
    """The headquarters in scope."""
    return units(person).filter(unit_kind=Kind.HEADQUARTERS)
