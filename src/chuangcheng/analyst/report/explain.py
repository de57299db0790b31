"""Rules and results in words, so that a reader sees why an observation lost what it lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from chuangcheng.analyst.report.figures import percent, short
from chuangcheng.analyst.report.words import joined, word
from chuangcheng.engine.framework import Counted, Part, Title, UnmetBand
from chuangcheng.engine.rules import (
    AllOf,
    Answers,
    Bands,
    ByCount,
    Grade,
    Linear,
    PerOccurrence,
    Quota,
    Ratio,
    Rule,
)
from chuangcheng.tables.words import result_title


def part_rule(part: Part) -> Title:
    """How a part turns its items into points."""
    if isinstance(part.rule, Counted):
        bands = [_counted(band) for band in sorted(part.rule.bands, key=lambda band: band.unmet)]
        return word("p_counted", bands=joined(bands))
    return word(f"p_{part.rule.kind}")


def _counted(band: UnmetBand) -> Title:
    told = {"n": band.unmet, "share": percent(band.share, 0)}
    if band.title is None:
        return word("band_counted", **told)
    return word("band_counted_titled", name=band.title, **told)


def item_rule(rule: Rule, *, veto: bool = False) -> Title:
    """How an item is judged, with what happens to faults put right or named again."""
    told = [_rule(rule)]
    if rule.fixed < 1:
        told.append(word("i_fixed", share=percent(rule.fixed, 0)))
    if rule.again > 1:
        told.append(word("i_again", share=percent(rule.again, 0)))
    if veto:
        told.append(word("i_veto"))
    return Title(zh="；".join(t.zh for t in told), en="; ".join(t.en for t in told))


@singledispatch
def _rule(_rule: Rule) -> Title:
    return word("i_pass_fail")


@_rule.register
def _all_of(rule: AllOf) -> Title:
    return word("i_all") if rule.n is None else word("i_all_of", n=rule.n)


@_rule.register(ByCount)
@_rule.register(Bands)
def _bands(rule: ByCount | Bands) -> Title:
    ordered = sorted(rule.bands, key=lambda band: -band.least)
    told = [_band(b.title, least=short(b.least), share=percent(b.share, 0)) for b in ordered]
    return word("i_bands", bands=joined(told))


def _band(title: Title | None, **told: str) -> Title:
    return word("band", **told) if title is None else word("band_titled", name=title, **told)


@_rule.register
def _quota(rule: Quota) -> Title:
    return word("i_quota", quota=short(rule.quota), each=short(rule.each))


@_rule.register
def _ratio(rule: Ratio) -> Title:
    return word("i_ratio", wanted=short(rule.wanted)) if rule.wanted else word("i_ratio_of")


@_rule.register
def _per_occurrence(rule: PerOccurrence) -> Title:
    return word("i_per_occurrence", each=short(rule.each))


@_rule.register
def _linear(rule: Linear) -> Title:
    return word("i_linear", floor=short(rule.floor), target=short(rule.target))


@_rule.register
def _grade(rule: Grade) -> Title:
    return word("i_grade", bands=_shares(rule, rule.grades))


@_rule.register
def _answers(rule: Answers) -> Title:
    return word("i_answers", bands=_shares(rule, rule.answers))


def _shares(rule: Rule, shares: Mapping[str, float]) -> Title:
    told = [
        word("grade_band", name=result_title(rule, name), share=percent(shares[name], 0))
        for name in sorted(shares, key=lambda name: -shares[name])
    ]
    return joined(told)


def seen(row: Mapping[str, Any], rule: Rule) -> Title:
    """What an observation says: its result, and what was counted."""
    told = [result_title(rule, row["result"])] if row["result"] else []
    count, of = row["count"], row["of"]
    if count is not None and isinstance(rule, Answers):
        told.append(word("people", n=short(count)))
    elif count is not None and isinstance(rule, PerOccurrence):
        told.append(word("spot" if count == 1 else "spots", n=short(count)))
    elif count is not None:
        counted = {"count": short(count), "of": short(of if of is not None else _wanted(rule))}
        told.append(word("counted_of" if counted["of"] != "0" else "counted", **counted))
    return Title(zh="，".join(t.zh for t in told) or "—", en=", ".join(t.en or t.zh for t in told))


def _wanted(rule: Rule) -> float:
    """What a count is held against; 0 where there is no such number."""
    match rule:
        case Quota(quota=quota):
            return quota
        case Ratio(wanted=wanted):
            return wanted or 0.0
        case AllOf(n=n):
            return float(n or 0)
        case _:
            return 0.0
