"""What must hold of draws, and what it takes to see and make them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.engine.draws import Exclusion, Quota, Record
from chuangcheng.evidence.draws.models import Draw
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.rights import right

SEE = right(
    "draws.see",
    zh="查看抽取",
    en="See draws",
    roles=("office", "supervisor", "superior"),
)
CHANGE = right("draws.change", zh="抽取点位", en="Draw points", roles=("office",))

Stratum = tuple[str, str]


@dataclass(frozen=True)
class DrawFacts:
    """What is announced of a draw: where its seed will come from, its quotas, what is left out."""

    announced: str
    quotas: tuple[Quota, ...]
    excluded: tuple[Exclusion, ...] = ()


def check_facts(facts: DrawFacts, frame: Sequence[Point]) -> None:
    """Something is drawn, from points that are there, and left out with a reason.

    Raises ValidationError with everything that is wrong.
    """
    faults: dict[str, list[str]] = {}
    if not facts.announced.strip():
        faults["announced"] = [_("请写明种子将从哪里来。")]
    if wrong := [*_bad_exclusions(facts, frame)]:
        faults["excluded"] = wrong
    if wrong := [*_bad_quotas(facts, strata(frame, facts.excluded))]:
        faults["quotas"] = wrong
    if faults:
        raise ValidationError(faults)


def check_kept(draw: Draw | None) -> Draw:
    """What somebody else has discarded meanwhile can neither be drawn nor discarded again."""
    if draw is None:
        raise ValidationError(_("这次抽取已经作废。"))
    return draw


def check_not_drawn(draw: Draw) -> None:
    """What has been drawn stays as it was announced."""
    if draw.drawn:
        raise ValidationError(_("点位已经抽出，不能再改；要重来，请先作废这次抽取。"))


def check_drawn(draw: Draw) -> None:
    """Only drawn points can be replaced."""
    if not draw.drawn:
        raise ValidationError(_("还没有抽取。"))


def check_seed(seed: str) -> None:
    """The seed is a line that anybody can copy from print."""
    if not seed or seed != " ".join(seed.split()):
        raise ValidationError({"seed": _("种子应是一行文字，首尾没有空格，中间不连续空格。")})


def check_replaceable(draw: Draw, record: Record, point: Point) -> None:
    """The point is to be visited, and its stratum has another one."""
    if point.code not in record.visited():
        raise ValidationError(_("“%s”不在应访点位之中。") % point)
    used = {replacement.by for replacement in record.replacements}
    where = {p.point: (p.area, p.point_type) for p in (*record.sample, *record.reserves)}
    left = [
        p
        for p in record.reserves
        if p.point not in used and (p.area, p.point_type) == where[point.code]
    ]
    if not left:
        raise ValidationError(_("同一区域、同一类型已没有备用点位可换；请让“%s”空缺。") % point)


def check_why(why: str) -> None:
    """Whoever reads the record later must be able to understand it."""
    if not why.strip():
        raise ValidationError({"why": _("请写明理由。")})


def strata(frame: Iterable[Point], excluded: Iterable[Exclusion] = ()) -> Mapping[Stratum, int]:
    """How many points can be drawn, by area and kind."""
    out = {exclusion.point for exclusion in excluded}
    return Counter((p.area.code, p.point_kind.code) for p in frame if p.code not in out)


def _bad_exclusions(facts: DrawFacts, frame: Sequence[Point]) -> Iterable[str]:
    known = {point.code for point in frame}
    for exclusion in facts.excluded:
        if exclusion.point not in known:
            yield _("点位库里没有 %s。") % exclusion.point
        if not exclusion.reason.strip():
            yield _("%s 没有写明不参加抽取的理由。") % exclusion.point


def _bad_quotas(facts: DrawFacts, there: Mapping[Stratum, int]) -> Iterable[str]:
    if not any(quota.number for quota in facts.quotas):
        yield _("请至少抽一个点位。")
    for quota in facts.quotas:
        number = there.get((quota.area, quota.point_type), 0)
        if not 0 <= quota.number <= number:
            yield _("%(area)s 的 %(kind)s 只有 %(there)d 个，抽不出 %(number)d 个。") % {
                "area": quota.area,
                "kind": quota.point_type,
                "there": number,
                "number": quota.number,
            }
