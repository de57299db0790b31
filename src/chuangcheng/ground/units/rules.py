"""What must hold of units, and what it takes to see and change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.rights import right
from chuangcheng.ground.units.models import Unit

SEE = right(
    "units.see",
    zh="查看单位",
    en="See units",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
CHANGE = right("units.change", zh="维护单位", en="Keep the units", roles=("office",))


@dataclass(frozen=True)
class UnitFacts:
    """What a person says of a unit, whichever way it comes: form, sheet or API."""

    code: str
    title_zh: str
    unit_kind: str
    area: Area
    title_en: str = ""
    contact: str = ""
    phone: str = ""
    active: bool = True


def check_code_free(taken: Iterable[Unit]) -> None:
    """A code names one unit; capital and small letters count as the same."""
    for other in taken:
        raise ValidationError({"code": _("代码已被“%(unit)s”使用。") % {"unit": other}})


def circles(superiors: Mapping[int | str, Iterable[int | str]]) -> set[int | str]:
    """Those who, up one line of superiors or another, answer to themselves."""
    above = {unit: set(bosses) for unit, bosses in superiors.items()}
    # Whoever answers to nobody left is sound; what remains goes round in circles or hangs on one.
    sound: set[int | str] = set()
    while grown := {u for u, bosses in above.items() if u not in sound and bosses <= sound}:
        sound |= grown
    return {unit for unit in above if unit not in sound and _reaches(unit, above)}


def check_superiors(unit: Unit, superiors: Iterable[Unit]) -> None:
    """No unit answers to itself, however far round."""
    links = Unit.superiors.through.objects.values_list("from_unit_id", "to_unit_id")
    above: dict[int | str, set[int | str]] = {}
    for below, boss in links:
        above.setdefault(below, set()).add(boss)
    above[unit.pk] = {boss.pk for boss in superiors}
    bosses = {boss for all_above in above.values() for boss in all_above}
    if unit.pk in circles({**{boss: set() for boss in bosses}, **above}):
        raise ValidationError({"superiors": _("上级关系成了圈：单位不能是自己的上级。")})


def _reaches(unit: int | str, above: Mapping[int | str, set[int | str]]) -> bool:
    seen: set[int | str] = set()
    front = set(above[unit])
    while front:
        if unit in front:
            return True
        seen |= front
        front = {boss for one in front for boss in above.get(one, set())} - seen
    return False
