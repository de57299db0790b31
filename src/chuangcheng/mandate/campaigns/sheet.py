"""The table of campaigns: its columns, its rows, and what taking in a file would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, choice, flag, number, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns import rules
from chuangcheng.mandate.campaigns.models import Bearer, Campaign, Lane, Stage
from chuangcheng.mandate.campaigns.queries import campaigns, changeable
from chuangcheng.mandate.campaigns.rules import CHANGE, CampaignFacts
from chuangcheng.mandate.frameworks.models import Edition
from chuangcheng.mandate.frameworks.queries import editions

CAMPAIGNS = Sheet(
    "campaigns",
    Words("创建活动", "Campaigns"),
    (
        Column("code", Words("代码", "Code"), text(40), required=True),
        Column("title_zh", Words("名称", "Name"), text(100), required=True),
        Column("title_en", Words("英文名称", "English name"), text(150)),
        Column("edition", Words("测评体系代码", "Framework code"), text(64), required=True),
        Column("version", Words("测评体系版本", "Framework version"), text(40), required=True),
        Column("area", Words("区域代码", "Area code"), text(40), required=True),
        Column("lane", Words("梯队", "Lane"), choice(Lane), required=True, choices=Lane),
        Column("stage", Words("阶段", "Stage"), choice(Stage), choices=Stage,
               default=Stage.NOMINATION),
        Column("first_year", Words("起始年", "First year"), number(Decimal(2000)), required=True),
        Column("years", Words("周期（年）", "Years"), number(Decimal(1)), default=Decimal(3)),
        Column("bearer", Words("点位失分由谁承担", "Losses at points are borne by"),
               choice(Bearer), choices=Bearer, default=Bearer.POINT),
        Column("closed", Words("已结束", "Closed"), flag(), default=False),
    ),
    keys=("code",),
)  # fmt: skip


@dataclass(frozen=True)
class CampaignRow:
    """One campaign as a file has it, and the one that is there."""

    number: int
    facts: CampaignFacts
    campaign: Campaign | None = None

    def cells(self) -> Cells:
        """The row as it would be."""
        return _cells(self.facts)

    def was(self) -> Cells | None:
        """The row as it is there."""
        return _cells(facts_of(self.campaign)) if self.campaign else None


def export(person: Person) -> Iterator[Sequence[object]]:
    """The campaigns in a person's scope as rows of the sheet."""
    for campaign in campaigns(person).iterator(1000):
        yield _cells(facts_of(campaign))


def _cells(facts: CampaignFacts) -> Cells:
    return (
        facts.code, facts.title_zh, facts.title_en, facts.edition.code, facts.edition.version,
        facts.area.code, str(Lane(facts.lane).label), str(Stage(facts.stage).label),
        facts.first_year, facts.years, str(Bearer(facts.bearer).label), facts.closed,
    )  # fmt: skip


def plan(person: Person, rows: Sequence[Row]) -> Plan[CampaignRow]:
    """What taking the rows in would make and change, and what stands against it."""
    found = Plan[CampaignRow]()
    register = _Register(person)
    for row in rows:
        problems = list(register.problems(row))
        found.problems += problems
        if not problems:
            _sort_in(found, register.row(row))
    return found


def facts_of(campaign: Campaign) -> CampaignFacts:
    """A campaign as it stands, in the words of a form or sheet."""
    return CampaignFacts(
        campaign.code, campaign.title_zh, campaign.area, campaign.edition, campaign.lane,
        campaign.first_year, campaign.title_en, campaign.stage, campaign.years, campaign.bearer,
        campaign.closed,
    )  # fmt: skip


def _sort_in(found: Plan[CampaignRow], row: CampaignRow) -> None:
    if row.campaign is None:
        found.new.append(row)
    elif facts_of(row.campaign) == row.facts:
        found.same += 1
    else:
        found.changed.append(row)


class _Register:
    """The campaigns, areas and editions that rows may name."""

    def __init__(self, person: Person) -> None:
        every = Campaign.objects.select_related("area", "edition").defer("edition__document")
        self.there = {campaign.code.casefold(): campaign for campaign in every}
        self.mine = set(changeable(person).values_list("pk", flat=True))
        areas = Area.objects.with_right(person, CHANGE)
        self.areas = {area.code.casefold(): area for area in areas}
        self.editions = {_named(e.code, e.version): e for e in editions(person)}

    def problems(self, row: Row) -> Iterator[Problem]:
        """All that is wrong with one row in this register."""
        campaign = self.there.get(row["code"].casefold())
        if campaign and campaign.pk not in self.mine:
            yield CAMPAIGNS.problem(row, "code", _("该代码属于您范围之外的创建活动。"))
        if set(row["code"]) & set("/ 、,;"):
            yield CAMPAIGNS.problem(row, "code", _("代码中不能有斜杠、空格和分隔号。"))
        if row["area"].casefold() not in self.areas:
            text_ = _("您的范围内没有代码为“%s”的区域。") % row["area"]
            yield CAMPAIGNS.problem(row, "area", text_)
        for name in ("first_year", "years"):
            if row[name] != int(row[name]):
                yield CAMPAIGNS.problem(row, name, _("应为整数。"))
        yield from self._edition_problem(row, campaign)

    def row(self, row: Row) -> CampaignRow:
        """A row that has no problem, with what it replaces."""
        campaign = self.there.get(row["code"].casefold())
        names = ("title_zh", "title_en", "lane", "stage", "bearer", "closed")
        facts = CampaignFacts(
            code=campaign.code if campaign else row["code"],
            area=self.areas[row["area"].casefold()],
            edition=self._edition(row),
            first_year=int(row["first_year"]),
            years=int(row["years"]),
            **{name: row[name] for name in names},
        )
        return CampaignRow(row.number, facts, campaign)

    def _edition(self, row: Row) -> Edition:
        return self.editions[_named(row["edition"], row["version"])]

    def _edition_problem(self, row: Row, campaign: Campaign | None) -> Iterator[Problem]:
        try:
            edition = self._edition(row)
            rules.check_edition(edition, campaign.edition if campaign else None)
            if campaign:
                rules.check_edition_stays(campaign, edition)
        except KeyError:
            yield CAMPAIGNS.problem(row, "version", _("没有这个代码和版本的测评体系。"))
        except ValidationError as error:
            yield CAMPAIGNS.problem(row, "version", error.messages[0])


def _named(code: str, version: str) -> tuple[str, str]:
    return code.casefold(), version.casefold()
