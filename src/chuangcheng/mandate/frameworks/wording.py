"""Rules in words: how an item is judged and how a part turns its items into points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.engine.framework import Counted, Item, Part, UnmetBand
from chuangcheng.engine.rules import (
    AllOf,
    Answers,
    Bands,
    ByCount,
    CountBand,
    Grade,
    Linear,
    PerOccurrence,
    Quota,
    Ratio,
    Rule,
)
from chuangcheng.tables.words import result_title

KINDS = {
    "pass_fail": lazy("符合或不符合"),
    "all_of": lazy("全部符合"),
    "by_count": lazy("按个数分档"),
    "quota": lazy("定量，缺一扣分"),
    "ratio": lazy("按比例"),
    "per_occurrence": lazy("按处扣分"),
    "bands": lazy("按数值分档"),
    "linear": lazy("硬指标，按距离计"),
    "grade": lazy("材料评级"),
    "answers": lazy("答卷"),
}
PARTS = {
    "rate": lazy("按全部观察记录的符合率得分"),
    "mean": lazy("各条目得分率的平均"),
    "deduct": lazy("扣分，扣完为止"),
}


def item_rule(item: Item) -> str:
    """How an item is judged, in one sentence."""
    told = [_rule(item.rule), *_price(item), *_factors(item.rule)]
    if item.veto:
        told.append(_("不符合时所在分项不得分"))
    return _("；").join(told)


def part_rule(part: Part) -> str:
    """How a part turns its items into points."""
    if isinstance(part.rule, Counted):
        bands = sorted(part.rule.bands, key=lambda band: band.unmet)
        return _("，").join(map(_unmet, bands))
    return str(PARTS[part.rule.kind])


def _unmet(band: UnmetBand) -> str:
    told = {"n": band.unmet, "share": percent(band.share)}
    if band.title is None:
        return _("%(n)d 条不符合得 %(share)s") % told
    told["name"] = band.title.said(get_language() or "")
    return _("%(n)d 条不符合为%(name)s，得 %(share)s") % told


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{share * 100:g}%"


def _rule(rule: Rule) -> str:
    match rule:
        case ByCount(bands=bands) | Bands(bands=bands):
            told = _banded(bands)
        case Grade(grades=shares) | Answers(answers=shares):
            told = _shares(rule, shares)
        case AllOf(n=None):
            told = _("要求的全部符合才算符合")
        case Ratio(wanted=None):
            told = _("按符合数与应有数之比得分")
        case _:
            told = _numbered(rule)
    return told


def _numbered(rule: Rule) -> str:
    match rule:
        case AllOf():
            told = _("%(n)s 项全部符合才算符合")
        case Quota():
            told = _("应有 %(quota)s，每缺一处扣 %(each)s 分")
        case Ratio():
            told = _("按符合数与 %(wanted)s 之比得分")
        case PerOccurrence():
            told = _("每发现一处扣 %(each)s 分")
        case Linear():
            told = _("达到 %(target)s 得满分，%(floor)s 不得分，其间按距离计")
        case _:
            told = _("符合或不符合")
    numbers = rule.model_dump(include={"n", "quota", "each", "wanted", "target", "floor"})
    return told % _short(**numbers)


def _banded(bands: Iterable[CountBand]) -> str:
    ordered = sorted(bands, key=lambda band: -band.least)
    return _("，").join(map(_band, ordered))


def _band(band: CountBand) -> str:
    told = {"least": f"{band.least:g}", "share": percent(band.share)}
    if band.title is None:
        return _("%(least)s 及以上得 %(share)s") % told
    told["name"] = band.title.said(get_language() or "")
    return _("%(least)s 及以上为%(name)s，得 %(share)s") % told


def _shares(rule: Rule, shares: Mapping[str, float]) -> str:
    language = get_language() or ""
    ordered = sorted(shares, key=lambda name: -shares[name])
    told = [(result_title(rule, name).said(language), percent(shares[name])) for name in ordered]
    return _("，").join(f"{name} {share}" for name, share in told)


def _price(item: Item) -> Iterable[str]:
    if item.points is not None:
        yield _("全失扣 %(points)s 分") % _short(points=item.points)
    if item.cap is not None:
        yield _("最多扣 %(cap)s 分") % _short(cap=item.cap)
    if item.pass_mark < 1:
        yield _("得分率达到 %s 算符合") % percent(item.pass_mark)


def _factors(rule: Rule) -> Iterable[str]:
    if rule.fixed < 1:
        yield _("当场整改的按 %s 计失分") % percent(rule.fixed)
    if rule.again > 1:
        yield _("再次发现的按 %s 计失分") % percent(rule.again)


def _short(**numbers: float) -> dict[str, str]:
    return {name: f"{number:g}" for name, number in numbers.items()}
