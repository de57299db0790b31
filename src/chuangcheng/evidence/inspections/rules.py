"""What must hold of rounds and observations, and what it takes to see and add to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.engine.framework import Framework
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground.rights import right
from chuangcheng.ground.words import Words
from chuangcheng.tables.faults import Sentence
from chuangcheng.tables.judging import Case, Judge, State

SEE = right(
    "inspections.see",
    zh="查看测评",
    en="See inspections",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
CHANGE = right("inspections.change", zh="组织测评", en="Run rounds", roles=("office",))
JUDGE = right(
    "inspections.judge",
    zh="录入和更正观察记录",
    en="Record and correct observations",
    roles=("office", "inspector"),
)
DECIDE = right(
    "inspections.decide", zh="加分、减分和否决", en="Lay bonus, penalty and veto", roles=("office",)
)


@dataclass(frozen=True)
class RoundFacts:
    """What a person says of a round, whichever way it comes."""

    year: int
    number: int
    title_zh: str
    round_kind: str
    starts: date
    ends: date
    title_en: str = ""


@dataclass(frozen=True)
class Judgement:
    """What was found of one item: a result, and the numbers where its rule goes by them."""

    result: str
    count: float | None = None
    of: float | None = None


def check_days(starts: date, ends: date) -> None:
    """A round ends on or after the day it starts."""
    if ends < starts:
        raise ValidationError({"ends": _("结束日期不能早于开始日期。")})


def check_released(round_: Round) -> None:
    """What is public cannot be made secret again, so it is released once."""
    if not round_.secret:
        raise ValidationError(_("这一轮已经公布。"))


def check_stands(corrections: Iterable[Observation]) -> None:
    """Only what still counts can be corrected."""
    for _correction in corrections:
        raise ValidationError(_("这条记录已被更正，请更正最新的一条。"))


def check_judgement(judge: Judge, observation: Observation, said: Judgement) -> Judgement:
    """The judgement in the framework's own words.

    Raises ValidationError with everything that the rule of the item finds wrong with it.
    """
    meant = judge.canonical(_case(observation, said))
    row = {"count": said.count, "of": said.of, "count?": None, "of?": None}
    faults: dict[str, list[str]] = {}
    for finding in judge.findings(meant):
        faults.setdefault(finding.column, []).append(_said(finding.say(row)))
    if faults:
        raise ValidationError(faults)
    return Judgement(meant.result, said.count, said.of)


def _said(sentence: Sentence) -> str:
    return str(Words(sentence.zh, sentence.en))


def check_sanction(framework: Framework, sanction: str) -> None:
    """A decision lays an entry that the framework has."""
    if sanction not in {entry.id for entry in framework.sanctions}:
        raise ValidationError({"sanction": _("体系里没有条款 %s。") % sanction})


def check_members(members: Iterable[object]) -> None:
    """A secret round that nobody is on could never be found again."""
    if not list(members):
        raise ValidationError({"members": _("保密的轮次至少要有一名成员。")})


def _case(observation: Observation, said: Judgement) -> Case:
    count, of = said.count, said.of
    flags = {
        State.COUNT_EMPTY: count is None,
        State.COUNT_NEGATIVE: count is not None and count < 0,
        State.OF_EMPTY: of is None,
        State.OF_NOT_POSITIVE: of is not None and of <= 0,
        State.MORE_THAN_ALL: count is not None and of is not None and count > of > 0,
        State.VISIT_EMPTY: not observation.visit,
    }
    state = State(sum(flag for flag, holds in flags.items() if holds))
    return Case(observation.item, observation.point_type, observation.method, said.result, state)
