"""How a score comes to be what it is, in words: what is added up, and what stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.engine.framework import Substitute
from chuangcheng.engine.rules import AGAIN, own_title
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections import saying
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.outcome.standing import printing
from chuangcheng.outcome.standing.models import Rank
from chuangcheng.outcome.standing.reading import Line

_RULES: Mapping[Substitute, Promise] = {
    "reweight": lazy(
        "其分值按比例分给同一测评方法中测评过的分项；整个方法都没有测评的，分给其他方法"
    ),
    "mean": lazy("以其他区域的均值代替；没有一个区域测评过的，其分值按比例分给别的分项"),
    "list": lazy("只列出，其分值不计入总分"),
}


def found_in_words(round_: Round, observation: Observation) -> str:
    """What an observation found; a grade by its own title, and what naming a fault again means."""
    said, result = saying.found_in_words(observation), observation.result
    rule = inspections.learnt(round_).rules.get(observation.item)
    if result == AGAIN:
        spelt = _("再次发现（以前已经指出）")
    elif rule and (title := own_title(rule, result)):
        spelt = title.said(get_language() or "")
    else:
        return said
    return said.replace(saying.result_in_words(result), spelt, 1)


@dataclass(frozen=True)
class Sum:
    """What a score is made of: whether its printed parts add up to it, and whether 0 held it up."""

    exact: bool
    floored: bool


def sum_of(rank: Rank) -> Sum:
    """How the net score of an area follows from its raw score, bonus and penalty."""
    parts = (rank.raw, rank.bonus, -rank.penalty)
    floored = sum(parts) < rank.net
    return Sum(floored or printing.adds_up(parts, rank.net), floored)


@dataclass(frozen=True)
class Extra:
    """Bonus or penalty as a line beside the methods: what it adds, and by how much that moved."""

    title: str
    points: int
    moved: int | None


def extras(rank: Rank, was: Rank | None) -> list[Extra]:
    """Bonus and penalty of an area, where there are any or were the round before."""
    found = []
    for title, name, sign in ((_("加分"), "bonus", 1), (_("减分"), "penalty", -1)):
        points = sign * getattr(rank, name)
        before = sign * getattr(was, name) if was else None
        if points or before:
            found.append(Extra(title, points, None if before is None else points - before))
    return found


def rounded(rank: Rank, *columns: Sequence[Line]) -> bool:
    """Whether rounding alone keeps a printed column from adding up to the printed raw score."""
    earned = ([line.node.earned for line in lines] for lines in columns)
    return not all(printing.adds_up(found, rank.raw) for found in earned if found)


def changes_rounded(moved: int | None, lines: Sequence[Line], more: Sequence[Extra]) -> bool:
    """Whether rounding alone keeps the printed changes from adding up to that of the score."""
    parts = [line.moved for line in lines] + [extra.moved for extra in more]
    known = [part for part in parts if part is not None]
    return moved is not None and known == parts and not printing.adds_up(known, moved)


@dataclass(frozen=True)
class StandsIn:
    """What a framework does with parts that were not judged: by rule, and elsewhere in some."""

    why: Promise
    rule: Promise
    others: list[Promise]


def stand_ins(round_: Round) -> Iterator[StandsIn]:
    """What stands in for parts that nobody judged, and for those of which an area has no point."""
    framework = inspections.framework(round_)
    parts = list(framework.parts())
    for why, usual, own in (
        (lazy("未测评"), framework.settings.unassessed, {part.unassessed for part in parts}),
        (lazy("无此类点位"), framework.settings.absent, {part.absent for part in parts}),
    ):
        others = [_RULES[rule] for rule in _RULES if rule in own and rule != usual]
        yield StandsIn(why, _RULES[usual], others)
