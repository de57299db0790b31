"""What a list of observations can be filtered by: no more than what its columns hold.

An area stands for itself and all below it, as it does in a standing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
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
        paths = tuple((row.pk, row.path) for row in self._inside)
        return (*facts, paths, tuple(self._units))

    @cached_property
    def columns(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Of each column the keys and titles that the observations in scope hold.

        Kinds, methods and results are titled by the framework; here their titles are their keys.
        """
        rows = queries.observations(self.person).filter(round=self.round)
        found = facets(rows, _COLUMNS, self.stamp)
        return {
            "area": [(row.code, row.title_zh) for row in self._around(set(found["area_id"]))],
            "unit": sorted(self._units[pk] for pk in found["unit_id"] if pk in self._units),
            **{name: [(key, key) for key in found[name]] for name in _COLUMNS[2:]},
        }

    def within(self, code: str) -> list[int]:
        """The keys of an area of the round and of all below it."""
        whole = next((row.path for row in self._inside if row.code == code), None)
        return [row.pk for row in self._inside if whole and row.path.startswith(whole)]

    def _around(self, keys: Set[int]) -> Iterator[_Area]:
        """The areas of these keys and those around them, from the top down."""
        paths = [row.path for row in self._inside if row.pk in keys]
        ends = (end for path in paths for end in accumulate(path.split("/")[:-1], "{}/{}".format))
        around = {f"{end}/" for end in ends}
        return (row for row in self._inside if row.path in around)

    @cached_property
    def _inside(self) -> Sequence[_Area]:
        """The areas of the round's campaign, from the top down."""
        rows = Area.objects.below(self.round.campaign.area.path).order_by("path")
        return [_Area(*row) for row in rows.values_list("pk", "code", "title_zh", "path")]

    @cached_property
    def _units(self) -> Mapping[int, tuple[str, str]]:
        rows = Unit.objects.order_by("pk").values_list("pk", "code", "title_zh")
        return {pk: (code, title) for pk, code, title in rows}
