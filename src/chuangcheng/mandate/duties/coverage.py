"""No blind spot: standards, points, streets and requirements that nobody answers for.

Overlap is allowed and only noted; a gap is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points import queries as points
from chuangcheng.ground.points.models import Pledge, PointQuerySet
from chuangcheng.ground.scope import Person
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.queries import leads
from chuangcheng.mandate.frameworks.models import Item, ItemQuerySet, Standard, StandardQuerySet
from chuangcheng.mandate.frameworks.queries import items, standards

#: What prints a standard and leads to it.
_SHORT = ("edition", "code", "title_zh", "title_en", "position")


@dataclass(frozen=True)
class StandardGap:
    """A standard without a lead unit: everywhere when `areas` is empty, else in these areas."""

    standard: Standard
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Overlap:
    """A standard handed out for the whole and again for some of its areas."""

    standard: Standard
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Coverage:
    """Who answers for what in a campaign, as far as one person sees."""

    person: Person
    campaign: Campaign

    @cached_property
    def standards(self) -> list[StandardGap]:
        """The standards that nobody leads, those with the most points first."""
        rows = self._asked.filter(pk__in=list(self._gaps)).select_related("edition__area")
        found = [
            StandardGap(standard, () if self._is_whole(standard.pk) else self._gaps[standard.pk])
            for standard in rows.defer("requirement", "point_types", "edition__document")
        ]
        return sorted(found, key=lambda gap: (-gap.standard.points, gap.standard.position))

    @property
    def requirements(self) -> ItemQuerySet:
        """The materials wanted by standards that nobody leads."""
        whole = [key for key in self._gaps if self._is_whole(key)]
        wanted = items(self.person, self.campaign.edition).filter(way=Item.Way.MATERIALS)
        return wanted.filter(standard__in=whole)

    @property
    def points(self) -> PointQuerySet:
        """The points in use for which no unit answers."""
        return self._points.unowned()

    @property
    def streets(self) -> PointQuerySet:
        """The streets in use without a street chief."""
        return points.unchiefed(self._points)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many gaps there are of each kind."""
        return {
            "standards": len(self._gaps),
            "points": self.points.count(),
            "streets": self.streets.count(),
            "requirements": self.requirements.count(),
        }

    @property
    def total(self) -> int:
        """How many gaps there are."""
        return sum(self.counts.values())

    @property
    def overlapping(self) -> StandardQuerySet:
        """The standards handed out for the whole and again for some areas, which is allowed."""
        mine = Duty.objects.filter(campaign=self.campaign).order_by()
        whole, parts = mine.filter(area=None), mine.exclude(area=None)
        twice = self._asked.filter(pk__in=whole.values("standard"))
        return twice.filter(pk__in=parts.values("standard")).order_by("position")

    def overlaps(self, most: int | None = None) -> list[Overlap]:
        """The first of them with their duties: the smaller area goes first."""
        first = self.overlapping.select_related(None).only(*_SHORT)[:most]
        standards = {standard.pk: standard for standard in first}
        areas = {area.pk: area for some in self._children.values() for area in some}
        found: dict[Standard, list[Duty]] = {}
        # Their units are not asked for: there may be a thousand of them.
        rows = Duty.objects.filter(campaign=self.campaign, standard__in=list(standards)).only(
            "campaign", "standard", "area"
        )
        for duty in rows.order_by("standard__position", "area__path"):
            if place := areas.get(duty.area_id or 0):
                duty.area = place
            found.setdefault(standards[duty.standard_id], []).append(duty)
        return [Overlap(standard, tuple(duties)) for standard, duties in found.items()]

    @property
    def doubly_vouched(self) -> PointQuerySet:
        """The points for which several people vouch."""
        live = Pledge.objects.live().exclude(point=None).order_by().values("point")
        twice = live.annotate(n=Count("person", distinct=True)).filter(n__gt=1)
        return self._points.filter(pk__in=twice.values("point"))

    @cached_property
    def _asked(self) -> StandardQuerySet:
        return standards(self.person, self.campaign.edition)

    @cached_property
    def _gaps(self) -> Mapping[int, tuple[Area, ...]]:
        """Of each standard that has a gap, by its key, the largest areas in which nobody leads."""
        keys = self._asked.order_by().values_list("pk", flat=True)
        missing = ((key, self._missing(key)) for key in keys)
        return {key: areas for key, areas in missing if areas}

    def _is_whole(self, key: int) -> bool:
        return self._gaps[key] == (self.campaign.area,)

    @cached_property
    def _points(self) -> PointQuerySet:
        path = self.campaign.area.path
        return points.points(self.person).filter(area__path__startswith=path)

    @cached_property
    def _led(self) -> Mapping[int, set[str]]:
        """Of each standard the paths of the areas in which a unit in use leads it."""
        found: dict[int, set[str]] = {}
        for standard, path in leads(self.campaign):
            found.setdefault(standard, set()).add(path or self.campaign.area.path)
        return found

    @cached_property
    def _children(self) -> Mapping[int | None, list[Area]]:
        found: dict[int | None, list[Area]] = {}
        for area in Area.objects.below(self.campaign.area.path).order_by("path"):
            found.setdefault(area.parent_id, []).append(area)
        return found

    def _missing(self, standard: int) -> tuple[Area, ...]:
        led = self._led.get(standard, set())
        return tuple(self._uncovered(self.campaign.area, led))

    def _uncovered(self, area: Area, led: Collection[str]) -> Iterable[Area]:
        """The largest areas in which nothing is led; a part that is led splits its whole."""
        if area.path in led:
            return
        if not any(path.startswith(area.path) for path in led):
            yield area
            return
        for child in self._children.get(area.pk, []):
            yield from self._uncovered(child, led)
