"""What must hold of problems, and what it takes to see them and to take each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.engine.framework import Item
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.points.rules import check_coordinates
from chuangcheng.ground.rights import right
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.remedy.problems.flow import Flow, ImpossibleError, Step
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.procedures import Procedures

SEE = right(
    "problems.see",
    zh="查看问题",
    en="See problems",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
REPORT = right(
    "problems.report",
    zh="报告问题",
    en="Report problems",
    roles=("office", "clerk", "inspector", "supervisor", "leader"),
)
VERIFY = right(
    "problems.verify",
    zh="核实问题",
    en="Verify problems",
    roles=("office", "inspector", "supervisor"),
)
FILE = right("problems.file", zh="立案", en="File problems", roles=("office", "supervisor"))
DISPATCH = right(
    "problems.dispatch", zh="交办和挂起", en="Dispatch and suspend problems", roles=("office",)
)
# The office holds these as well: nobody gives a role that may do more than they may.
SIGN = right("problems.sign", zh="签收和退回", en="Sign for and return", roles=("office", "clerk"))
RECTIFY = right(
    "problems.rectify", zh="报告整改", en="Report as rectified", roles=("office", "clerk")
)
RECHECK = right(
    "problems.recheck",
    zh="复查",
    en="Re-check on site",
    roles=("office", "inspector", "supervisor"),
)
ARBITRATE = right(
    "problems.arbitrate", zh="裁定退回和异议", en="Decide returns and disputes", roles=("office",)
)
EXTEND = right(
    "problems.extend", zh="审批延期", en="Grant more time", roles=("office", "supervisor")
)
URGE = right("problems.urge", zh="催办", en="Urge units", roles=("office", "supervisor", "leader"))
RESPOND = right("problems.respond", zh="反馈报告人", en="Tell reporters", roles=("office",))
IMPORT = right(
    "problems.import", zh="导入上级反馈", en="Import superiors' feedback", roles=("office",)
)
CONFIGURE = right("problems.configure", zh="设定办理规程", en="Set procedures", roles=("office",))

#: The right that each verb asks for.
RIGHTS: Mapping[str, str] = {
    "verify": VERIFY,
    "dismiss": FILE,
    "file": FILE,
    "dispatch": DISPATCH,
    "sign": SIGN,
    "return": SIGN,
    "dispute": SIGN,
    "arbitrate": ARBITRATE,
    "rectify": RECTIFY,
    "recheck": RECHECK,
    "ask-extension": SIGN,
    "grant": EXTEND,
    "refuse": EXTEND,
    "suspend": DISPATCH,
    "resume": DISPATCH,
    "meet-stage": RECTIFY,
    "share": DISPATCH,
    "contribute": SIGN,
    "urge": URGE,
    "respond": RESPOND,
}


@dataclass(frozen=True)
class ProblemFacts:
    """What a person says of a problem, whichever way it comes: form, sheet or API.

    Without a point it has an area and an address or a position.
    """

    campaign: Campaign
    source: str
    title: str
    found_at: datetime
    point: Point | None = None
    area: Area | None = None
    item: str = ""
    detail: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    category: str = ""
    severity: str = ""
    lead: Unit | None = None
    reporter_name: str = ""
    reporter_contact: str = ""
    reference: str = ""
    before: tuple[UUID, ...] = field(default=())


@dataclass(frozen=True)
class Given:
    """What somebody brings along for a step."""

    note: str = ""
    unit: Unit | None = None
    photographs: tuple[UUID, ...] = ()


def check_facts(facts: ProblemFacts, known: Procedures) -> None:
    """A problem says where it is and what it is, in words that the procedure knows.

    Raises ValidationError with everything that is wrong.
    """
    if faults := dict(fact_faults(facts, known)):
        raise ValidationError(faults)
    check_coordinates(facts.lon, facts.lat)


def fact_faults(facts: ProblemFacts, known: Procedures) -> Iterable[tuple[str, str]]:
    """What is wrong with what is said of a problem, by field."""
    if not facts.title.strip():
        yield "title", _("请用一句话写明问题。")
    if facts.point is None and facts.area is None:
        yield "area", _("请选择点位，或选择区域并写明地址。")
    if facts.point is None and facts.lon is None and not facts.address.strip():
        yield "address", _("没有点位的，请写明地址或标出位置。")
    if facts.source not in known.flow.sources:
        yield "source", _("没有“%s”这种来源。") % facts.source
    if facts.category and not known.title(facts.category).zh:
        yield "category", _("没有“%s”这个类别。") % facts.category
    if facts.severity and facts.severity not in known.severities:
        yield "severity", _("没有“%s”这种紧急程度。") % facts.severity


def check_step(flow: Flow, problem: Problem, verb: str, outcome: str, given: Given) -> Step:
    """The step that a verb takes from where the problem is, with all that it needs.

    Raises ValidationError with everything that is missing.
    """
    try:
        step = flow.step(verb, problem.state, outcome)
    except ImpossibleError:
        raise ValidationError(
            lazy("问题现在是“%(state)s”，不能做这一步；请刷新后查看。"),
            params={"state": flow.states[problem.state].title},
        ) from None
    if faults := _missing(step, given):
        raise ValidationError(faults)
    return step


def _missing(step: Step, given: Given) -> dict[str, Promise]:
    faults: dict[str, Promise] = {}
    if "note" in step.needs and not given.note.strip():
        faults["note"] = lazy("请写明情况或原因。")
    if "unit" in step.needs and given.unit is None:
        faults["unit"] = lazy("请选择牵头单位。")
    if "photograph" in step.needs and not given.photographs:
        faults["photographs"] = lazy("请附上整改后的照片。")
    return faults


def check_other(person: Person, problem: Problem, rectifiers: Iterable[int | None]) -> None:
    """A re-check is made by somebody else: not who rectified it, and of no unit that took part."""
    if person.pk is not None and person.pk in set(rectifiers):
        raise ValidationError(lazy("整改由您报告，复查须由他人进行。"))
    involved = {problem.lead_id, *problem.partners.values_list("pk", flat=True)}
    if own_units(person) & involved:
        raise ValidationError(lazy("您属于承办单位，复查须由其他单位的人进行。"))


def check_look(problem: Problem, looked: datetime, earlier: int | None) -> None:
    """A re-check decides what it was made for, and nothing that came after it.

    `earlier` is after how many re-checks somebody was sent, None where nobody was.
    """
    if earlier is not None and earlier != problem.rechecks.count():
        raise ValidationError(
            lazy("派您复查之后，这个问题已另行复查；这次走访原样保留，不作为复查。")
        )
    if problem.rectified_at and looked < problem.rectified_at:
        raise ValidationError(
            lazy("您查看现场之后，单位才报告整改；这次走访原样保留，不作为复查，请再看一次。")
        )


def own_units(person: Person) -> set[int]:
    """The units that a person acts for or belongs to."""
    named = {unit for held in person.holdings for unit in held.units}
    if isinstance(person, User):
        named |= set(person.memberships.values_list("unit_id", flat=True))
    return named


def check_judgement(item: Item | None, said: Judgement) -> None:
    """A re-check says what the rule of its item understands; without an item, pass or fail."""
    results = item.rule.results() if item else ("pass", "fail")
    faults = {}
    needs = item.rule.needs() if item else ()
    if said.result not in results and not (needs and not said.result):
        faults["result"] = _("请选择复查结果。")
    plain = said.result in {"pass", "na"}
    for name in needs:
        if getattr(said, name) is None and not plain:
            faults[name] = _("请填写数量。") if name == "count" else _("请填写总数。")
    if faults:
        raise ValidationError(faults)


def check_units(lead: Unit, partners: Sequence[Unit]) -> None:
    """One unit leads, others take part, and all are in use."""
    if lead in partners:
        raise ValidationError({"partners": _("“%s”已是牵头单位，不必再列为配合单位。") % lead})
    idle = [str(unit) for unit in (lead, *partners) if not unit.active]
    if idle:
        raise ValidationError({"unit": _("这些单位已停用：%s。") % "、".join(idle)})


def check_more_time(amount: int) -> None:
    """More time is at least one of its unit."""
    if amount < 1:
        raise ValidationError({"amount": _("延期至少为 1。")})


def check_asked(asked: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """What was asked for, where somebody has asked."""
    if not asked:
        raise ValidationError(_("没有待审批的延期申请。"))
    return asked
