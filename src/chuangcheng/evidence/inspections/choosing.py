"""What a list of observations can be filtered by: no more than what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chuangcheng.evidence.inspections import queries
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.facets import facets
from chuangcheng.ground.units.models import Unit

_COLUMNS = ("area_id", "unit_id", "point_type", "method", "result")


def choices(person: Person, round_: Round) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Of each column the keys and titles that the observations in scope hold.

    Kinds, methods and results are titled by the framework; here their titles are their keys.
    """
    units = {pk: (code, title) for pk, code, title in _titled(Unit)}
    areas = {pk: (code, title) for pk, code, title in _titled(Area)}
    inside = Area.objects.below(round_.campaign.area.path).order_by("pk")
    # Facts are only ever added, and each raises the number; areas can move out of a scope.
    facts = (round_.seq, queries.mark(round_, round_.seq))
    stamp = (*facts, tuple(inside.values_list("pk", "path")), tuple(units))
    found = facets(queries.observations(person).filter(round=round_), _COLUMNS, stamp)
    return {
        "area": sorted(areas[pk] for pk in found["area_id"] if pk in areas),
        "unit": sorted(units[pk] for pk in found["unit_id"] if pk in units),
        **{name: [(key, key) for key in found[name]] for name in _COLUMNS[2:]},
    }


def _titled(model: type[Area | Unit]) -> Sequence[tuple[int, str, str]]:
    return list(model.objects.order_by("pk").values_list("pk", "code", "title_zh"))
