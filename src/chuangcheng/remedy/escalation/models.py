"""Ladders of campaigns, and the steps that were taken on them."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import NO_UNIT, Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import Version, VersionQuerySet
from chuangcheng.remedy.problems.models import Problem


class LadderVersion(Version):
    """One version of what follows in a campaign when time runs out."""

    kind: ClassVar[str] = "ladder"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="ladders")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "-number")
        verbose_name = _("升级规则")
        constraints = (models.UniqueConstraint(fields=("campaign", "number"), name="ladder_once"),)


class TakenQuerySet(ScopedQuerySet["Taken"]):
    """Steps taken, seen where the problem or unit is and by the unit they are about."""

    unit_key = "unit_id"

    def delete(self) -> NoReturn:
        """Refused: what was taken stays."""
        raise TypeError("Steps of escalation are never removed.")


class Taken(Subject):
    """One rung that was taken, about a problem or a unit, as it was worded at the time.

    `key` names what it is about, the rung and the occasion, so that none is taken twice: for a
    problem the occasion is the time limit, for a unit the last of what was counted, `through`.
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
        return (self.title_en if _in_english() else "") or self.title_zh

    @property
    def text(self) -> str:
        """What it says, in the reader's language."""
        return (self.text_en if _in_english() else "") or self.text_zh

    def get_absolute_url(self) -> str:
        """The step as a page that can be printed."""
        return reverse("escalation:detail", args=[self.pk])

    def place(self) -> Place:
        """A step stands where its problem or unit is, and is that unit's affair."""
        return Place(self.area.path, self.unit_id or NO_UNIT)


def _in_english() -> bool:
    return (get_language() or "").startswith("en")
