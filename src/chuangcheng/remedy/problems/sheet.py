"""The table of superiors' feedback: what comes from above as a file, row by row onto the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, day, folded, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem as Fault
from chuangcheng.ground.sheets.sheet import Row, Sheet
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.frameworks.queries import framework
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.procedures import Procedures
from chuangcheng.remedy.problems.rules import IMPORT, ProblemFacts

SOURCE = "superior"
FEEDBACK = Sheet(
    "superior-feedback",
    Words("上级反馈问题", "Superiors' feedback"),
    (
        Column("reference", Words("来文编号", "Reference"), text(80), required=True,
               help=Words("上级给的编号，据此认出重复的行", "The superior's own number")),
        Column("title", Words("问题", "Problem"), text(200), required=True),
        Column("category", Words("类别", "Category"), text(80),
               help=Words("类别的代码或名称；空着的自动判断", "Code or name; found by itself if empty")),
        Column("point", Words("点位代码", "Point code"), text(64)),
        Column("area", Words("区域代码", "Area code"), text(40),
               help=Words("没有点位的必填", "Needed without a point")),
        Column("address", Words("地址", "Address"), text(200),
               help=Words("没有点位的必填", "Needed without a point")),
        Column("item", Words("测评条目", "Item"), text(64)),
        Column("severity", Words("紧急程度", "Severity"), text(40)),
        Column("found", Words("发现日期", "Found on"), day(), required=True),
        Column("detail", Words("具体情况", "Details"), text(2000)),
        Column("campaign", Words("创建活动代码", "Campaign code"), text(40),
               help=Words("只有一个进行中的活动时可空着", "May be empty where only one is open")),
    ),
    keys=("reference",),
)  # fmt: skip


@dataclass(frozen=True)
class FeedbackRow:
    """One problem as a file has it: all are new, since those that came before are left alone."""

    number: int
    facts: ProblemFacts

    def cells(self) -> Cells:
        """The row as it would be."""
        facts = self.facts
        return (
            facts.reference, facts.title, facts.category, facts.point.code if facts.point else "",
            facts.area.code if facts.area else "", facts.address, facts.item, facts.severity,
            timezone.localtime(facts.found_at).date(), facts.detail, facts.campaign.code,
        )  # fmt: skip

    def was(self) -> None:
        """Nothing is there."""


def export(person: Person) -> Iterator[Sequence[object]]:
    """The feedback in a person's scope as rows of the sheet."""
    rows = queries.problems(person).filter(source=SOURCE).order_by("pk")
    for row in rows.iterator(1000):
        yield (
            row.reference, row.title, row.category, row.point.code if row.point else "",
            row.area.code, row.address, row.item, row.severity,
            timezone.localtime(row.found_at).date(), row.detail, row.campaign.code,
        )  # fmt: skip


def plan(person: Person, rows: Sequence[Row]) -> Plan[FeedbackRow]:
    """What taking the rows in would bring onto the list, and what stands against it."""
    found, register = Plan[FeedbackRow](), _Register(person)
    for row in rows:
        faults = list(register.faults(row))
        found.problems += faults
        if faults:
            continue
        if register.there(row):
            found.same += 1
        else:
            found.new.append(FeedbackRow(row.number, register.facts(row)))
    return found


class _Register:
    """What rows may name: campaigns, points, areas, and the words of each procedure."""

    def __init__(self, person: Person) -> None:
        running = [c for c in campaigns.campaigns(person).open() if may(person, IMPORT, c)]
        self.campaigns = {campaign.code.casefold(): campaign for campaign in running}
        points = Point.objects.with_right(person, IMPORT).select_related("area", "unit")
        self.points = {point.code.casefold(): point for point in points}
        areas = Area.objects.with_right(person, IMPORT)
        self.areas = {area.code.casefold(): area for area in areas}
        self.known = {c.pk: queries.known(c) for c in running}
        self.items = {c.pk: {i.id for i in framework(c.edition).items} for c in running}
        kept = Problem.objects.filter(campaign__in=running).exclude(reference="")
        self.references = set(kept.values_list("campaign_id", "reference"))

    def campaign(self, row: Row) -> Campaign | None:
        """The campaign that a row names, or the only one."""
        if row["campaign"]:
            return self.campaigns.get(row["campaign"].casefold())
        return next(iter(self.campaigns.values())) if len(self.campaigns) == 1 else None

    def there(self, row: Row) -> bool:
        """Whether the row came before."""
        campaign = self.campaign(row)
        return campaign is not None and (campaign.pk, row["reference"]) in self.references

    def faults(self, row: Row) -> Iterator[Fault]:
        """All that is wrong with one row."""
        campaign = self.campaign(row)
        if campaign is None:
            yield FEEDBACK.problem(row, "campaign", _("请写明一个进行中的创建活动的代码。"))
        else:
            yield from self._word_faults(row, campaign)
        if row["point"] and row["point"].casefold() not in self.points:
            yield FEEDBACK.problem(
                row, "point", _("您的范围内没有代码为“%s”的点位。") % row["point"]
            )
        if row["area"] and row["area"].casefold() not in self.areas:
            yield FEEDBACK.problem(row, "area", _("您的范围内没有代码为“%s”的区域。") % row["area"])
        if not row["point"]:
            for name in ("area", "address"):
                if not row[name]:
                    yield FEEDBACK.problem(row, name, _("没有点位的，请写明区域和地址。"))
        if row["found"] > timezone.localdate():
            yield FEEDBACK.problem(row, "found", _("发现日期不能晚于今天。"))

    def _word_faults(self, row: Row, campaign: Campaign) -> Iterator[Fault]:
        known = self.known[campaign.pk]
        if row["category"] and not _category(known, row["category"]):
            text_ = _("没有“%s”这个类别。") % row["category"]
            yield FEEDBACK.problem(row, "category", text_)
        if row["severity"] and not _severity(known, row["severity"]):
            text_ = _("没有“%s”这种紧急程度。") % row["severity"]
            yield FEEDBACK.problem(row, "severity", text_)
        if row["item"] and row["item"] not in self.items[campaign.pk]:
            yield FEEDBACK.problem(row, "item", _("测评体系里没有条目 %s。") % row["item"])

    def facts(self, row: Row) -> ProblemFacts:
        """A row without fault, as it is said of a problem."""
        campaign = self.campaign(row)
        if campaign is None:
            raise LookupError(row["campaign"])
        known, found = self.known[campaign.pk], row["found"]
        return ProblemFacts(
            campaign=campaign, source=SOURCE, title=row["title"], found_at=_moment(found),
            point=self.points.get(row["point"].casefold()),
            area=self.areas.get(row["area"].casefold()), item=row["item"], detail=row["detail"],
            address=row["address"], reference=row["reference"],
            category=_category(known, row["category"]) if row["category"] else "",
            severity=_severity(known, row["severity"]) if row["severity"] else "",
        )  # fmt: skip


def _category(known: Procedures, word: str) -> str:
    """The code of a category by its code or name in either language, else nothing."""
    for one in known.categories:
        if folded(word) in {folded(one.code), folded(one.title.zh), folded(one.title.en)}:
            return one.code
    return ""


def _severity(known: Procedures, word: str) -> str:
    for code, title in known.severities.items():
        if folded(word) in {folded(code), folded(title.zh), folded(title.en)}:
            return code
    return ""


def _moment(found: date) -> datetime:
    return timezone.make_aware(datetime.combine(found, time(9)))
