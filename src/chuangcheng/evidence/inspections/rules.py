"""What must hold of rounds and observations, and what it takes to see and add to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.engine.framework import Framework
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
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
    twice: float = 0.0
    items: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The facts as the round keeps them."""
        return {**asdict(self), "items": list(self.items)}


@dataclass(frozen=True)
class Judgement:
    """What was found of one item: a result, and the numbers where its rule goes by them."""

    result: str
    count: float | None = None
    of: float | None = None


@dataclass(frozen=True)
class Seen:
    """One item judged in the street, ready to be recorded; area and unit are those of its point.

    `visit` names the walk past the point (for an assignment, its `visit`), `repeat` the part of a
    composite point, and `second` says that the visit was a blind second one.
    """

    uuid: UUID
    point: Point
    item: str
    visit: str
    result: str = ""
    count: float | None = None
    of: float | None = None
    repeat: str = ""
    second: bool = False
    observed_at: datetime | None = None
    source: str = ""

    @property
    def judgement(self) -> Judgement:
        """What was found."""
        return Judgement(self.result, self.count, self.of)


def check_days(starts: date, ends: date) -> None:
    """A round ends on or after the day it starts."""
    if ends < starts:
        raise ValidationError({"ends": _("结束日期不能早于开始日期。")})


def check_released(round_: Round) -> None:
    """What is public cannot be made secret again, so it is released once."""
    if not round_.secret:
        raise ValidationError(_("这一轮已经公布。"))


def check_closing(round_: Round) -> None:
    """An open round is closed, and a closed one opened again."""
    if round_.closed:
        raise ValidationError(_("这一轮已经关闭。"))


def check_reopening(round_: Round) -> None:
    """Only a closed round can be opened again."""
    if not round_.closed:
        raise ValidationError(_("这一轮没有关闭，不需要重新打开。"))


def check_kept(round_: Round) -> Round:
    """Nothing is done with a round that somebody has discarded meanwhile."""
    if round_.discarded_at is not None:
        refuse_discarded()
    return round_


def refuse_discarded() -> NoReturn:
    """Raise ValidationError for a round that somebody has discarded meanwhile."""
    raise ValidationError(_("这一轮已经作废。"))


def check_discarding(*, used: bool) -> None:
    """Only a round on which nothing rests can be discarded."""
    if used:
        raise ValidationError(
            _(
                "这一轮已经抽取、分派或者有了记录，不能作废；没有分派的抽取可以先作废，其他的可以关闭这一轮。"
            )
        )


def check_open(round_: Round) -> None:
    """A closed round takes nothing more in."""
    if round_.closed:
        raise ValidationError(_("“%s”已经关闭，不再收入观察记录；请先重新打开这一轮。") % round_)


def check_same_round(round_: Round, key: int) -> None:
    """The uuid of an observation belongs to one round."""
    if key != round_.pk:
        raise ValidationError(_("其中有一条记录的编号已在另一轮测评中用过。"))


def check_unused(round_: Round, used_by: Iterable[int]) -> None:
    """The uuid of an observation is made for it alone; `used_by` are keys of rounds."""
    for key in used_by:
        check_same_round(round_, key)
        raise ValidationError({"uuid": _("这个编号已用于本轮的另一条记录，请换一个。")})


def refuse_faults(found: Mapping[UUID, Sequence[Sentence]]) -> NoReturn:
    """Raise ValidationError with every sentence, after the uuid of the row it is about."""
    lines = (f"{uuid}: {Words(s.zh, s.en)}" for uuid, said in found.items() for s in said)
    raise ValidationError(list(lines))


def check_reason(why: str) -> None:
    """What others must be able to understand later is given a reason."""
    if not why.strip():
        raise ValidationError({"why": _("请写明理由。")})


def check_items(framework: Framework, items: Iterable[str]) -> None:
    """A round looks at items that its framework has."""
    unknown = sorted(set(items) - {item.id for item in framework.items})
    if unknown:
        raise ValidationError({"items": _("测评体系里没有条目 %s。") % _("、").join(unknown)})


def check_stands(corrections: Iterable[object]) -> None:
    """Only what still counts can be corrected."""
    for _correction in corrections:
        raise ValidationError(_("这条记录已被更正，请更正最新的一条。"))


def check_judgement(judge: Judge, observation: Observation, said: Judgement) -> Judgement:
    """The judgement in the framework's own words.

    Raises ValidationError with everything that the rule of the item finds wrong with it.
    """
    case = Case(observation.item, observation.point_type, observation.method, said.result, State(0))
    meant, found = findings(judge, case, said, visited=bool(observation.visit))
    faults: dict[str, list[str]] = {}
    for column, sentence in found:
        faults.setdefault(column, []).append(str(Words(sentence.zh, sentence.en)))
    if faults:
        raise ValidationError(faults)
    return Judgement(meant.result, said.count, said.of)


def check_sanction(framework: Framework, sanction: str) -> None:
    """A decision lays an entry that the framework has."""
    if sanction not in {entry.id for entry in framework.sanctions}:
        raise ValidationError({"sanction": _("测评体系里没有条款 %s。") % sanction})


def check_holds(*, holds: bool) -> None:
    """Only a decision that holds can be taken back."""
    if not holds:
        raise ValidationError(_("这一条已经撤销。"))


def check_known(keys: Iterable[int], found: Iterable[User], *, field: str = "members") -> None:
    """Everybody named in a field is somebody found: in scope, or on the round already."""
    unknown = sorted(set(keys) - {user.pk for user in found})
    if unknown:
        named = _("、").join(map(str, unknown))
        raise ValidationError({field: _("没有编号为 %s 的人员。") % named})


def check_members(members: Iterable[object]) -> None:
    """A secret round that nobody is on could never be found again."""
    if not list(members):
        raise ValidationError({"members": _("保密的轮次至少要有一名成员。")})


def findings(
    judge: Judge, case: Case, said: Judgement, *, visited: bool
) -> tuple[Case, list[tuple[str, Sentence]]]:
    """A judgement in the framework's own words, and what is wrong with it, by column."""
    meant = judge.canonical(replace(case, state=_state(said, visited)))
    row = {"count": said.count, "of": said.of, "count?": None, "of?": None}
    return meant, [(found.column, found.say(row)) for found in judge.findings(meant)]


def _state(said: Judgement, visited: bool) -> State:
    count, of = said.count, said.of
    flags = {
        State.COUNT_EMPTY: count is None,
        State.COUNT_NEGATIVE: count is not None and count < 0,
        State.COUNT_BROKEN: count is not None and count % 1 != 0,
        State.OF_EMPTY: of is None,
        State.OF_NOT_POSITIVE: of is not None and of <= 0,
        State.MORE_THAN_ALL: count is not None and of is not None and count > of > 0,
        State.VISIT_EMPTY: not visited,
    }
    return State(sum(flag for flag, holds in flags.items() if holds))
