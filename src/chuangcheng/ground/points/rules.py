"""What must hold of points and pledges, and what it takes to see and change them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import PledgeKind, Point, PointKind
from chuangcheng.ground.rights import right
from chuangcheng.ground.units.models import Unit

SEE = right(
    "points.see",
    zh="查看点位和包保",
    en="See points and pledges",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
CHANGE = right("points.change", zh="维护点位", en="Keep the points", roles=("office",))
KINDS = right("points.kinds", zh="维护点位类型", en="Keep the kinds of point", roles=("office",))
PLEDGE = right("points.pledge", zh="登记包保", en="Register pledges", roles=("office",))

Target = Area | Unit | Point


@dataclass(frozen=True)
class KindFacts:
    """What is said of a kind of point."""

    code: str
    title_zh: str
    title_en: str = ""
    unit_kind: str = ""
    street: bool = False


@dataclass(frozen=True)
class PointFacts:
    """What a person says of a point, whichever way it comes: form, sheet or API."""

    code: str
    title_zh: str
    point_kind: PointKind
    area: Area
    unit: Unit | None = None
    title_en: str = ""
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    active: bool = True
    note: str = ""


@dataclass(frozen=True)
class PledgeFacts:
    """What a person says of a pledge: who vouches for what, from when and until when."""

    pledge_kind: str
    person: User
    target: Target
    since: date
    cell: str = ""
    until: date | None = None
    note: str = ""

    def columns(self) -> dict[str, Area | Unit | Point | None]:
        """The target under the column that holds it, and nothing under the others."""
        column = {Area: "area", Unit: "unit", Point: "point"}[type(self.target)]
        return {**dict.fromkeys(("area", "unit", "point")), column: self.target}


def check_code_free(taken: Iterable[Point | PointKind]) -> None:
    """A code names one thing; capital and small letters count as the same."""
    for other in taken:
        raise ValidationError({"code": _("代码已被“%(point)s”使用。") % {"point": other}})


def coordinate_faults(lon: float | None, lat: float | None) -> dict[str, str]:
    """What is wrong with a position, by field; nothing where it is sound or not given."""
    if lon is None or lat is None:
        both = _("经度和纬度要么都填，要么都不填。")
        missing = [name for name, value in (("lon", lon), ("lat", lat)) if value is None]
        return {} if len(missing) == 2 else {missing[0]: both}
    faults = {}
    if not -180 <= lon <= 180:
        faults["lon"] = _("经度应在 -180 到 180 之间。")
    if not -90 <= lat <= 90:
        faults["lat"] = _("纬度应在 -90 到 90 之间；是否与经度填反了？")
    return faults


def check_coordinates(lon: float | None, lat: float | None) -> None:
    """A position has both numbers, and they lie on the earth."""
    if faults := coordinate_faults(lon, lat):
        raise ValidationError(faults)


def pledge_faults(facts: PledgeFacts) -> dict[str, str]:
    """What is wrong with a pledge, by field."""
    faults = {}
    wanted = wanted_target(facts.pledge_kind)
    if not isinstance(facts.target, wanted):
        faults["target"] = _wrong_target(facts.pledge_kind)
    elif (
        facts.pledge_kind == PledgeKind.STREET
        and isinstance(facts.target, Point)
        and not facts.target.point_kind.street
    ):
        faults["target"] = _("街长只能包街巷；“%s”这类点位不是街巷。") % facts.target.point_kind
    if facts.pledge_kind == PledgeKind.GRID and not facts.cell:
        faults["cell"] = _("请写明是哪个网格。")
    if facts.until and facts.until < facts.since:
        faults["until"] = _("结束日期不能早于开始日期。")
    return faults


def check_pledge(facts: PledgeFacts) -> None:
    """A pledge is for what its kind is for, and ends after it begins."""
    if faults := pledge_faults(facts):
        raise ValidationError(faults)


def wanted_target(pledge_kind: str) -> type[Area] | type[Unit] | type[Point]:
    """What a pledge of this kind is given for."""
    if pledge_kind in {PledgeKind.TOWNSHIP, PledgeKind.GRID}:
        return Area
    return Unit if pledge_kind == PledgeKind.DEPARTMENT else Point


def _wrong_target(pledge_kind: str) -> str:
    wanted = wanted_target(pledge_kind)
    if wanted is Area:
        return _("这一类包保的对象应是区域。")
    return _("这一类包保的对象应是单位。") if wanted is Unit else _("这一类包保的对象应是点位。")
