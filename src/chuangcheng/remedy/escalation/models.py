"""Ladders of campaigns, weekly lists of units, and the steps that were taken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import NO_UNIT, Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import KeptQuerySet, Version
from chuangcheng.remedy.problems.models import Problem


class LadderVersion(Version):
    """One version of what follows in a campaign when time runs out."""

    kind: ClassVar[str] = "ladder"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="ladders")

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "-number")
        verbose_name = _("升级规则")
        constraints = (models.UniqueConstraint(fields=("campaign", "number"), name="ladder_once"),)


class ListScheme(Version):
    """One version of how a campaign draws up its red and black lists."""

    kind: ClassVar[str] = "list-scheme"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="list_schemes")

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "-number")
        verbose_name = _("红黑榜办法")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "number"), name="list_scheme_once"),
        )


class WeekList(Subject):
    """The red and black lists of a campaign for one week, as they stood at `cut`."""

    kind: ClassVar[str] = "week-list"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="week_lists", verbose_name=_("创建活动")
    )
    scheme = models.ForeignKey(ListScheme, models.PROTECT, related_name="lists")
    starts = models.DateField(_("周一"))
    cut = models.DateTimeField(_("截止时间"))
    made_at = models.DateTimeField()

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "-pk")
        verbose_name = _("红黑榜")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "starts"), name="week_list_once"),
        )

    def __str__(self) -> str:
        return f"{self.campaign} {self.week}"

    @property
    def ends(self) -> date:
        """The Sunday of the week."""
        return self.starts + timedelta(days=6)

    @property
    def week(self) -> str:
        """The first and last day of the week."""
        return f"{self.starts:%Y-%m-%d} – {self.ends:%m-%d}"

    def get_absolute_url(self) -> str:
        """The lists as a page that can be printed."""
        return reverse("escalation:week", args=[self.pk])

    def place(self) -> Place:
        """Lists stand where their campaign does."""
        return self.campaign.place()


class ListColour(models.TextChoices):
    """The list on which a unit stands."""

    RED = "red", _("红榜")
    BLACK = "black", _("黑榜")


class ListEntry(models.Model):
    """A unit that had problems in a week: its figures, its list, and how many weeks running."""

    week = models.ForeignKey(WeekList, models.PROTECT, related_name="entries")
    group = models.CharField(_("组别"), max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="list_entries", verbose_name=_("单位")
    )
    found = models.PositiveIntegerField(_("交办数"))
    rectified = models.PositiveIntegerField(_("已整改"))
    colour = models.CharField(_("榜"), max_length=5, choices=ListColour.choices, blank=True)
    running = models.PositiveIntegerField(_("连续周数"), default=0)

    class Meta:
        ordering = ("group", "-colour", "pk")
        constraints = (models.UniqueConstraint(fields=("week", "unit"), name="list_entry_once"),)

    def __str__(self) -> str:
        return f"{self.week} · {self.unit}"

    @property
    def rate(self) -> float:
        """How much was rectified, in per cent."""
        return 100 * self.rectified / self.found

    def get_absolute_url(self) -> str:
        """What its figures are made of."""
        return reverse("escalation:entry", args=[self.pk])


class ListedProblem(models.Model):
    """One problem behind the figures of an entry, and whether it was rectified at the cut."""

    entry = models.ForeignKey(ListEntry, models.PROTECT, related_name="counted")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+")
    rectified = models.BooleanField(_("已整改"))

    class Meta:
        ordering = ("rectified", "pk")

    def __str__(self) -> str:
        return f"{self.entry} · {self.problem}"


class TakenQuerySet(ScopedQuerySet["Taken"]):
    """Steps taken, seen where the problem or unit is and by the unit they are about."""

    unit_key = "unit_id"

    def delete(self) -> NoReturn:
        """Refused: what was taken stays."""
        raise TypeError("Steps of escalation are never removed.")


class Taken(Subject):
    """One rung that was taken, about a problem or a unit, as it was worded at the time.

    `key` names what it is about, the rung and the occasion, so that none is taken twice: for a
    problem the occasion is the time limit, for a unit the last of what was counted, `through`, or
    its `entry` on the list of a week.
    """

    kind: ClassVar[str] = "escalation"

    key = models.CharField(max_length=160, unique=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="escalations")
    ladder = models.ForeignKey(LadderVersion, models.PROTECT, related_name="taken")
    rung = models.CharField(_("措施"), max_length=40)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    letter = models.BooleanField(default=False)
    to = models.JSONField(default=list)
    problem = models.ForeignKey(
        Problem, models.PROTECT, null=True, related_name="escalations", verbose_name=_("问题")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="escalations", verbose_name=_("单位")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="escalations", verbose_name=_("区域")
    )
    entry = models.OneToOneField(ListEntry, models.PROTECT, null=True, related_name="taken")
    due = models.DateTimeField(_("时限"), null=True)
    count = models.PositiveIntegerField(default=1)
    through = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))

    objects = TakenQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("督办措施")
        indexes = (
            models.Index(fields=("campaign", "rung", "at"), name="escalation_by_rung"),
            models.Index(fields=("at",), name="escalation_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.title} · {self.problem or self.unit}"

    @property
    def title(self) -> str:
        """What was done, in the reader's language."""
        return str(Words(self.title_zh, self.title_en))

    @property
    def text(self) -> str:
        """What it says, in the reader's language."""
        return str(Words(self.text_zh, self.text_en))

    def get_absolute_url(self) -> str:
        """The step as a page that can be printed."""
        return reverse("escalation:detail", args=[self.pk])

    def place(self) -> Place:
        """A step stands where its problem or unit is, and is that unit's affair."""
        return Place(self.area.path, self.unit_id or NO_UNIT)


class AnswerQuerySet(ScopedQuerySet["Answer"]):
    """Answers, seen where the steps are that they answer."""

    area_path = "step__area__path"
    unit_key = "step__unit_id"

    def delete(self) -> NoReturn:
        """Refused: what was answered stays."""
        raise TypeError("Answers are never removed.")


class Answer(Subject):
    """What came of a letter, card or interview: a unit's answer, or what was said and agreed."""

    kind: ClassVar[str] = "escalation-answer"

    step = models.ForeignKey(Taken, models.PROTECT, related_name="answers")
    day = models.DateField(_("日期"))
    text = models.TextField(_("答复或约谈情况"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="escalation_answers"
    )
    person_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("答复")

    def __str__(self) -> str:
        return str(self.step)

    def place(self) -> Place:
        """An answer stands where its step does."""
        return self.step.place()
