"""What a list of observations can be filtered by: no more than what its columns hold."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from chuangcheng.evidence.inspections import queries
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.facets import facets
from chuangcheng.ground.units.models import Unit

_COLUMNS = ("area_id", "unit_id", "point_type", "method", "result")


class _Area(NamedTuple):
    pk: int
    code: str
    title_zh: str
    path: str


@dataclass(frozen=True)
class Choosing:
    """What the list of a round's observations can be filtered by, as far as a person sees them."""

    person: Person
    round: Round

    @cached_property
    def stamp(self) -> Hashable:
        """Changes whenever the observations of the round do, or who sees them.

        Facts are only ever added, and each raises the number; areas can move out of a scope.
        """
        facts = (self.round.seq, queries.mark(self.round, self.round.seq))
        inside = self.round.campaign.area.path
        paths = tuple((row.pk, row.path) for row in self._areas if row.path.startswith(inside))
        return (*facts, paths, tuple(self._units))

    @cached_property
    def columns(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Of each column the keys and titles that the observations in scope hold.

        Kinds, methods and results are titled by the framework; here their titles are their keys.
        """
        rows = queries.observations(self.person).filter(round=self.round)
        found = facets(rows, _COLUMNS, self.stamp)
        areas = {row.pk: (row.code, row.title_zh) for row in self._areas}
        return {
            "area": sorted(areas[pk] for pk in found["area_id"] if pk in areas),
            "unit": sorted(self._units[pk] for pk in found["unit_id"] if pk in self._units),
            **{name: [(key, key) for key in found[name]] for name in _COLUMNS[2:]},
        }

    @cached_property
    def _areas(self) -> Sequence[_Area]:
        rows = Area.objects.order_by("pk").values_list("pk", "code", "title_zh", "path")
        return [_Area(*row) for row in rows]

    @cached_property
    def _units(self) -> Mapping[int, tuple[str, str]]:
        rows = Unit.objects.order_by("pk").values_list("pk", "code", "title_zh")
        return {pk: (code, title) for pk, code, title in rows}
