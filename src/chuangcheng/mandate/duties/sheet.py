"""The table of duties: its columns, its rows, and what taking in a file would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.queries import areas
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, Place, may
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, codes, day, number, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.units.queries import units
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.queries import campaigns
from chuangcheng.mandate.duties import rules
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.queries import duties, facts_of, of_campaign
from chuangcheng.mandate.duties.rules import CHANGE, DutyFacts
from chuangcheng.mandate.frameworks.models import Standard

DUTIES = Sheet(
    "duties",
    Words("责任分解", "Duties"),
    (
        Column("campaign", Words("创建活动代码", "Campaign code"), text(40), required=True),
        Column("standard", Words("标准编号", "Standard"), text(64), required=True),
        Column("area", Words("区域代码", "Area code"), text(40),
               help=Words("留空为整个活动区域", "Empty for the whole campaign")),
        Column("leader", Words("责任领导登录名", "Leader's sign-in name"), text(60)),
        Column("lead", Words("牵头单位代码", "Lead unit"), text(40)),
        Column("lead_share", Words("牵头份额", "Lead's share"), number(Decimal(0)), default=None,
               help=Words("没有配合单位时不用填", "Not wanted without partners")),
        Column("partners", Words("配合单位代码", "Partner units"), codes(), default=(),
               help=Words("用顿号隔开；份额写在冒号后，如 A:0.2、B:0.2，不写则平分",
                          "Parted by commas; a share after a colon, as A:0.2, else even")),
        Column("task", Words("任务", "Task"), text(500)),
        Column("target", Words("目标", "Target"), text(300)),
        Column("deadline", Words("时限", "Deadline"), day(), default=None),
    ),
    keys=("campaign", "standard", "area"),
)  # fmt: skip


@dataclass(frozen=True)
class DutyRow:
    """One duty as a file has it, and the one that is there."""

    number: int
    campaign: Campaign
    facts: DutyFacts
    duty: Duty | None = None

    @property
    def key(self) -> str:
        """Standard and area, as an event names a row."""
        area = self.facts.area.code if self.facts.area else ""
        return f"{self.campaign.code} {self.facts.standard.code} {area}".strip()

    def cells(self) -> Cells:
        """The row as it would be."""
        return _cells(self.campaign, _comparable(self.facts))

    def was(self) -> Cells | None:
        """The row as it is there."""
        return _cells(self.campaign, _comparable(facts_of(self.duty))) if self.duty else None


def export(person: Person) -> Iterator[Sequence[object]]:
    """The duties in a person's scope as rows of the sheet."""
    for duty in duties(person).iterator(1000):
        yield _cells(duty.campaign, facts_of(duty))


def _cells(campaign: Campaign, facts: DutyFacts) -> Cells:
    return (
        campaign.code, facts.standard.code, facts.area.code if facts.area else "",
        facts.leader.username if facts.leader else "", facts.lead.code if facts.lead else "",
        facts.lead_share if facts.partners else None,
        [f"{unit.code}:{share.normalize():f}" for unit, share in facts.partners],
        facts.task, facts.target, facts.deadline,
    )  # fmt: skip


def plan(person: Person, rows: Sequence[Row]) -> Plan[DutyRow]:
    """What taking the rows in would make and change, and what stands against it."""
    found = Plan[DutyRow]()
    register = _Register(person)
    for row in rows:
        problems = list(register.problems(row))
        if not problems:
            made = register.row(row)
            problems = list(_checked(row, made))
            if not problems:
                _sort_in(found, made)
        found.problems += problems
    return found


def _sort_in(found: Plan[DutyRow], row: DutyRow) -> None:
    if row.duty is None:
        found.new.append(row)
    elif _comparable(facts_of(row.duty)) == _comparable(row.facts):
        found.same += 1
    else:
        found.changed.append(row)


def _comparable(facts: DutyFacts) -> DutyFacts:
    partners = tuple(sorted(facts.partners, key=lambda part: part[0].pk))
    share = facts.lead_share if partners else Decimal(1)
    return replace(facts, partners=partners, lead_share=share)


def _checked(row: Row, made: DutyRow) -> Iterator[Problem]:
    columns = {"standard", "area", "partners"}
    checks: tuple[Callable[[], None], ...] = (
        partial(rules.check_open, made.campaign),
        partial(rules.check_fits, made.campaign, made.facts),
        partial(rules.check_shares, made.facts),
    )
    for check in checks:
        try:
            check()
        except ValidationError as error:
            named = set(getattr(error, "error_dict", {})) & columns
            yield DUTIES.problem(row, named.pop() if named else "campaign", error.messages[0])


class _Register:
    """The campaigns, standards, areas, units and people that rows may name."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.campaigns = {c.code.casefold(): c for c in campaigns(person)}
        self.areas = {area.code.casefold(): area for area in areas(person)}
        self.units = {unit.code.casefold(): unit for unit in units(person)}
        self.people = {user.username.casefold(): user for user in User.objects.for_user(person)}
        self._standards: dict[int, dict[str, Standard]] = {}
        self._duties: dict[int, dict[tuple[int, int | None], Duty]] = {}

    def problems(self, row: Row) -> Iterator[Problem]:
        """All that is wrong with one row in this register."""
        campaign = self.campaigns.get(row["campaign"].casefold())
        if campaign is None:
            text_ = _("没有代码为“%s”的创建活动。") % row["campaign"]
            yield DUTIES.problem(row, "campaign", text_)
        elif row["standard"] not in self.standards(campaign):
            text_ = _("本活动的测评体系里没有编号为“%s”的标准。") % row["standard"]
            yield DUTIES.problem(row, "standard", text_)
        yield from self._area_problem(row, campaign)
        for name in (("lead", row["lead"]), *(("partners", p) for p in _codes(row))):
            column, code = name
            if code and code.casefold() not in self.units:
                yield DUTIES.problem(row, column, _("没有代码为“%s”的单位。") % code)
        if row["leader"] and row["leader"].casefold() not in self.people:
            yield DUTIES.problem(row, "leader", _("没有登录名为“%s”的人员。") % row["leader"])
        yield from self._share_problem(row)

    def row(self, row: Row) -> DutyRow:
        """A row that has no problem, with what it replaces."""
        campaign = self.campaigns[row["campaign"].casefold()]
        area = self.areas[row["area"].casefold()] if row["area"] else None
        standard = self.standards(campaign)[row["standard"]]
        share = row["lead_share"] if row["lead_share"] is not None else rules.usual_lead_share()
        facts = DutyFacts(
            standard=standard,
            area=area,
            lead=self.units[row["lead"].casefold()] if row["lead"] else None,
            leader=self.people[row["leader"].casefold()] if row["leader"] else None,
            partners=self._partners(row, share if row["lead"] else Decimal(0)),
            lead_share=share if row["partners"] else Decimal(1),
            task=row["task"],
            target=row["target"],
            deadline=row["deadline"],
        )
        duty = self.duties(campaign).get((standard.pk, area.pk if area else None))
        return DutyRow(row.number, campaign, facts, duty)

    def standards(self, campaign: Campaign) -> dict[str, Standard]:
        """The standards of a campaign by their codes, read once."""
        if campaign.pk not in self._standards:
            rows = Standard.objects.filter(edition=campaign.edition_id)
            self._standards[campaign.pk] = {standard.code: standard for standard in rows}
        return self._standards[campaign.pk]

    def duties(self, campaign: Campaign) -> dict[tuple[int, int | None], Duty]:
        """The duties of a campaign by standard and area, read once."""
        if campaign.pk not in self._duties:
            rows = of_campaign(campaign)
            self._duties[campaign.pk] = {(d.standard_id, d.area_id): d for d in rows}
        return self._duties[campaign.pk]

    def _area_problem(self, row: Row, campaign: Campaign | None) -> Iterator[Problem]:
        area = self.areas.get(row["area"].casefold()) if row["area"] else None
        if row["area"] and area is None:
            text_ = _("您的范围内没有代码为“%s”的区域。") % row["area"]
            yield DUTIES.problem(row, "area", text_)
        elif campaign and not may(self.person, CHANGE, Place((area or campaign.area).path)):
            yield DUTIES.problem(row, "area", _("您在这个区域不能分解责任。"))

    def _share_problem(self, row: Row) -> Iterator[Problem]:
        for part in row["partners"]:
            _code, share = _part(part)
            if share is not None and share < 0:
                text_ = _("“%s”的份额应是不小于 0 的数。") % part
                yield DUTIES.problem(row, "partners", text_)

    def _partners(self, row: Row, lead_share: Decimal) -> tuple[tuple[Unit, Decimal], ...]:
        named = [
            (self.units[code.casefold()], share) for code, share in map(_part, row["partners"])
        ]
        even = dict(rules.even([unit for unit, _share in named], lead_share))
        return tuple((unit, even[unit] if share is None else share) for unit, share in named)


def _codes(row: Row) -> list[str]:
    return [_part(part)[0] for part in row["partners"]]


def _part(written: str) -> tuple[str, Decimal | None]:
    """A partner's code and share; what is no number is a share below nothing."""
    code, colon, share = written.replace("：", ":").partition(":")
    if not colon:
        return code.strip(), None
    try:
        value = Decimal(share.strip())
    except InvalidOperation:
        return code.strip(), Decimal(-1)
    return code.strip(), value if value.is_finite() else Decimal(-1)
