"""Who sees what: places, what a person holds there, and the querysets that keep to it.

Out of scope is not found (404); in scope without the right is forbidden (403).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

EVERYWHERE = "/"
NO_UNIT = 0

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Place:
    """Where a thing stands: the path of its area and the unit it belongs to.

    The default stands above all areas, where only those who hold everything reach.
    `unit` is None for things that are no unit's affair (an area itself)
    and NO_UNIT for things that wait for a unit.
    """

    area: str = EVERYWHERE
    unit: int | None = None


@dataclass(frozen=True)
class Holding:
    """One live grant: these rights in this subtree, for these units or, if empty, for all."""

    area: str
    units: frozenset[int]
    rights: frozenset[str]

    def covers(self, place: Place) -> bool:
        """Whether the place lies in the subtree and its unit is among the units."""
        if not place.area.startswith(self.area):
            return False
        return place.unit is None or not self.units or place.unit in self.units


class Person(Protocol):
    """Whoever acts: a signed-in person, or the system itself in commands and jobs."""

    @property
    def pk(self) -> Any: ...  # noqa: ANN401  # as Django types it

    @property
    def holdings(self) -> tuple[Holding, ...]: ...

    def __str__(self) -> str: ...


class System:
    """The actor of commands and jobs; holds everything, everywhere."""

    pk = None

    def __init__(self, name: str = "chuangcheng") -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name

    @property
    def holdings(self) -> tuple[Holding, ...]:
        return (Holding(EVERYWHERE, frozenset(), frozenset({"*"})),)


class Placed(Protocol):
    """Anything that stands in a place."""

    def place(self) -> Place: ...


def may(person: Person, right: str, on: Placed | Place | None = None) -> bool:
    """Whether a person holds a right on a thing or, without one, anywhere at all."""
    place = on if isinstance(on, Place) or on is None else on.place()
    return any(
        (right in held.rights or "*" in held.rights) and (place is None or held.covers(place))
        for held in person.holdings
    )


def require(person: Person, right: str, on: Placed | Place | None = None) -> None:
    """Raise PermissionDenied unless the person holds the right there."""
    if not may(person, right, on):
        raise PermissionDenied(_("您在这里没有这项权限，请联系创建办。"))


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that stand in places; every noun's queryset derives from it.

    `area_path` is the lookup of the path of a row's area, `unit_key` that of its unit's key,
    empty where rows are no unit's affair.
    """

    area_path: ClassVar[str] = "area__path"
    unit_key: ClassVar[str] = ""

    def for_user(self, person: Person) -> Self:
        """The rows that anything a person holds lets them see."""
        return self.within(person.holdings)

    def with_right(self, person: Person, right: str) -> Self:
        """The rows on which a person holds a right."""
        return self.within(h for h in person.holdings if right in h.rights or "*" in h.rights)

    def within(self, holdings: Iterable[Holding]) -> Self:
        """The rows covered by at least one of the holdings."""
        wanted = [self._covered(holding) for holding in holdings]
        if not wanted:
            return self.none()
        if any(not condition for condition in wanted):
            return self.all()
        union = wanted[0]
        for condition in wanted[1:]:
            union |= condition
        return self.filter(union)

    def _covered(self, holding: Holding) -> Q:
        condition = Q()
        if holding.area != EVERYWHERE:
            condition &= Q(**{f"{self.area_path}__startswith": holding.area})
        if holding.units and self.unit_key:
            condition &= Q(**{f"{self.unit_key}__in": holding.units})
        return condition
