"""What must hold of areas, and what it takes to see and change them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.rights import right
from chuangcheng.ground.words import listed

SEE = right(
    "areas.see",
    zh="查看区域",
    en="See areas",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
CHANGE = right("areas.change", zh="维护区域", en="Keep the areas", roles=("office",))


@dataclass(frozen=True)
class AreaFacts:
    """What a person says of an area, whichever way it comes: form, sheet or API."""

    code: str
    title_zh: str
    level: int
    title_en: str = ""
    group: str = ""
    weight: Decimal = Decimal(1)


def path_of(code: str, parent: Area | None) -> str:
    """The path of an area with this code below this parent."""
    return f"{parent.path if parent else '/'}{code}/"


def check_level(level: int, parent_level: int | None) -> None:
    """A part lies below its whole; only a city or county may stand at the top."""
    if parent_level is None and level > Level.COUNTY:
        raise ValidationError({"parent": _("乡镇（街道）和社区（村）必须有上级区域。")})
    if parent_level is not None and level <= parent_level:
        raise ValidationError({"level": _("层级必须低于上级区域的层级。")})


def check_move(area: Area, parent: Area | None) -> None:
    """An area does not move into itself, and stays above its parts."""
    if parent and parent.path.startswith(area.path):
        raise ValidationError({"parent": _("区域不能移到自己或自己的下级之中。")})
    check_level(area.level, parent.level if parent else None)


def check_nothing_on_it(named: Sequence[str], *, anything: bool) -> None:
    """An area goes only when nothing stands on it, whoever may see that.

    What has a name and may be seen is named. All else is refused in one sentence, whatever it is:
    nobody shall learn from it that a secret round speaks of the area.
    """
    if named:
        raise ValidationError(_("还有内容属于这个区域，不能删除：%s。") % listed(named))
    if anything:
        raise ValidationError(_("这个区域已有记录，不能删除。"))


def check_code_free(code: str, taken: Iterable[Area]) -> None:
    """A code names one area; capital and small letters count as the same."""
    for other in taken:
        raise ValidationError({"code": _("代码已被“%(area)s”使用。") % {"area": other}})
