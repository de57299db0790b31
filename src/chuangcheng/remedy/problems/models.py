"""Problems and their history: sightings, steps, re-checks, pictures, and what they are handled by."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground import words
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import EVERYWHERE, NO_UNIT, Holding, Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import KeptQuerySet, Version
from chuangcheng.remedy.problems.indexes import OF_LISTS
from chuangcheng.remedy.problems.reach import within
from chuangcheng.remedy.problems.wording import said


class Procedure(Version):
    """One version of how a campaign handles its problems: flow, categories, time limits.

    A problem is handled to its end by the version it was opened under.
    """

    kind: ClassVar[str] = "procedure"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="procedures")

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "-number")
        verbose_name = _("办理规程")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "number"), name="procedure_once"),
        )


#: Problems that are open. Asked for as a number: SQLite finds no index for a bare truth.
UNFINISHED = Q(open__in=(True,))


class ProblemQuerySet(ScopedQuerySet["Problem"]):
    """Problems, seen where they lie and by the units that lead them or take part."""

    unit_key = "lead_id"

    def _covered(self, holding: Holding) -> Q:
        condition = within(holding.area) if holding.area != EVERYWHERE else Q()
        if holding.units:
            part = Problem.partners.through.objects.filter(unit_id__in=holding.units)
            led = Problem.objects.filter(lead_id__in=holding.units).order_by().values("pk")
            # One list of keys: either or, PostgreSQL would walk through all problems.
            condition &= Q(pk__in=led.union(part.values("problem_id"), all=True))
        return condition


class Problem(Subject):
    """One thing that is not as it should be, from being found until it is struck off.

    There is one record for each point and item, however often it is seen. `stake` is what it costs
    in points of the total, 0 where nobody knows; `reference` is its number in somebody else's books.
    `clock` are its time limits, of which `due` is the next to run out, none while it stands still.
    `struck_off_at` is when it was struck off last, also while it is open again.
    """

    kind: ClassVar[str] = "problem"
    hidden = frozenset({"reporter_contact"})

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="problems", verbose_name=_("创建活动")
    )
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="problems")
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(editable=False)
    number = models.CharField(_("编号"), max_length=60, editable=False)
    source = models.CharField(_("来源"), max_length=40)
    title = models.CharField(_("问题"), max_length=200)
    detail = models.TextField(_("具体情况"), blank=True)
    point = models.ForeignKey(
        Point,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("点位"),
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="problems", verbose_name=_("区域"))
    address = models.CharField(_("地址"), max_length=200, blank=True)
    lon = models.FloatField(
        _("经度"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    lat = models.FloatField(
        _("纬度"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    item = models.CharField(_("测评条目"), max_length=64, blank=True)
    item_zh = models.CharField(max_length=200, blank=True)
    item_en = models.CharField(max_length=300, blank=True)
    standard = models.CharField(_("测评标准"), max_length=64, blank=True)
    stake = models.FloatField(_("涉及分值"), default=0)
    reference = models.CharField(_("来文编号"), max_length=80, blank=True)
    category = models.CharField(_("类别"), max_length=80)
    severity = models.CharField(_("紧急程度"), max_length=40)
    lead = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("牵头单位"),
    )
    partners = models.ManyToManyField(
        Unit, related_name="shared_problems", blank=True, verbose_name=_("配合单位")
    )
    state = models.CharField(_("状态"), max_length=40)
    came_from = models.CharField(max_length=40, blank=True)
    open = models.BooleanField(_("未办结"), default=True)
    clock = models.JSONField(default=list)
    due = models.DateTimeField(_("时限"), null=True, blank=True)
    found_at = models.DateTimeField(_("发现时间"))
    dispatched_at = models.DateTimeField(_("交办时间"), null=True, blank=True)
    rectified_at = models.DateTimeField(_("整改时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    struck_off_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    on_time = models.BooleanField(_("按时"), null=True, blank=True)
    seen = models.PositiveIntegerField(_("发现次数"), default=0)
    rebounds = models.PositiveIntegerField(_("反弹次数"), default=0)
    reworks = models.PositiveIntegerField(_("返工次数"), default=0)
    extensions = models.PositiveIntegerField(_("延期次数"), default=0)
    urged = models.PositiveIntegerField(_("催办次数"), default=0)
    asked = models.JSONField(null=True, blank=True)
    waits_for = models.CharField(_("等待"), max_length=300, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("报告人"),
    )
    reporter_name = models.CharField(_("报告人"), max_length=60, blank=True)
    reporter_contact = models.CharField(_("联系方式"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("问题")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "year", "serial"), name="problem_number_once"
            ),
            models.UniqueConstraint(
                fields=("campaign", "point", "item"),
                condition=Q(point__isnull=False) & ~Q(item=""),
                name="problem_once_at_point",
            ),
        )
        indexes = (
            *OF_LISTS,
            models.Index(
                fields=("open", "state", "rectified_at", "id", "area"), name="problem_by_rectified"
            ),
            models.Index(fields=("number",), name="problem_by_number"),
            models.Index(fields=("lon", "lat"), name="problem_by_position"),
            models.Index(fields=("campaign", "reference"), name="problem_by_reference"),
            models.Index(fields=("item",), name="problem_by_item"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    @property
    def heading(self) -> str:
        """What is wrong, in the reader's language unless somebody has put it in their own words."""
        return str(said(self.title, self.item_zh, self.item_en))

    @property
    def item_title(self) -> str:
        """The item in the reader's language."""
        return str(words.Words(self.item_zh, self.item_en)) or self.item

    def get_absolute_url(self) -> str:
        """The problem's own page."""
        return reverse("problems:detail", args=[self.pk])

    def place(self) -> Place:
        """A problem lies in its area and is the affair of its lead unit."""
        return Place(self.area.path, self.lead_id or NO_UNIT)


class HistoryQuerySet(ScopedQuerySet[Any]):
    """What was done and seen is added to, never changed or removed."""

    area_path = "problem__area__path"
    unit_key = "problem__lead_id"

    def delete(self) -> NoReturn:
        """Refused: the history of a problem stays."""
        raise TypeError("The history of a problem is never removed.")


class Step(models.Model):
    """One step of a problem: the verb, where it led from and to, who took it, and what was said."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="steps")
    n = models.PositiveIntegerField()
    verb = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="problem_steps"
    )
    actor_name = models.CharField(max_length=150)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="problem_steps")
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        ordering = ("problem", "n")
        constraints = (models.UniqueConstraint(fields=("problem", "n"), name="problem_step_once"),)
        indexes = (models.Index(fields=("verb", "at"), name="problem_step_by_verb"),)

    def __str__(self) -> str:
        return f"{self.n} {self.verb} {self.to_state}"


class Sighting(models.Model):
    """Where and when a problem was seen; one that a correction took back is `withdrawn_at`."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="sightings")
    source = models.CharField(max_length=40)
    seen_at = models.DateTimeField()
    observation = models.OneToOneField(
        Observation, models.PROTECT, null=True, related_name="sighting"
    )
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="sightings")
    said = models.CharField(max_length=300, blank=True)
    rebound = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("seen_at", "pk")

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d} {self.source}"


class Recheck(models.Model):
    """A re-check on site: the item judged once more by somebody else."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="rechecks")
    step = models.OneToOneField(Step, models.PROTECT, related_name="recheck")
    uuid = models.UUIDField(unique=True, null=True)
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="rechecks"
    )
    result = models.CharField(max_length=64)
    count = models.FloatField(null=True)
    of = models.FloatField(null=True)
    met = models.BooleanField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.result}"


class Moment(models.TextChoices):
    """When a picture was taken."""

    BEFORE = "before", _("整改前")
    AFTER = "after", _("整改后")


class Picture(models.Model):
    """A photograph of a problem, before or after it was put right."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="pictures")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="pictures")
    photograph = models.UUIDField()
    moment = models.CharField(max_length=10, choices=Moment.choices)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("problem", "photograph", "moment"), name="problem_picture_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.photograph)


class Counter(models.Model):
    """The last number given in a campaign and year; locking it puts reporters in line."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("campaign", "year"), name="problem_counter_once"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Cursor(models.Model):
    """Up to which of its verbs a round has been followed."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="+", primary_key=True)
    seq = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.round_id} {self.seq}"


class DayKind(models.TextChoices):
    """What a day of the calendar is, other than its weekday says."""

    REST = "rest", _("放假")
    WORK = "work", _("上班")


class SpecialDay(Subject):
    """A holiday or make-up day that the office has imported, beside those that ship."""

    kind: ClassVar[str] = "special-day"

    day = models.DateField(_("日期"), unique=True)
    day_kind = models.CharField(_("类别"), max_length=10, choices=DayKind.choices)
    occasion = models.CharField(_("名称"), max_length=100, blank=True)

    class Meta:
        ordering = ("day",)
        verbose_name = _("放假和调休")

    def __str__(self) -> str:
        return f"{self.day} {self.get_day_kind_display()}"

    def place(self) -> Place:
        """The calendar is the same everywhere."""
        return Place()


class Words(models.Model):
    """The words by which a problem is found, spaced; the migration makes what finds phrases."""

    problem = models.OneToOneField(Problem, models.CASCADE, primary_key=True, related_name="words")
    spaced = models.TextField()

    def __str__(self) -> str:
        return self.spaced[:50]
