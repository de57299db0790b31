"""Campaigns: an area, an edition and a cycle of years."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Place
from chuangcheng.ground.subject import Subject
from chuangcheng.mandate.downwards import DownwardQuerySet
from chuangcheng.mandate.frameworks.models import Edition


class Lane(models.TextChoices):
    """The lane a campaign runs in (三线并进)."""

    CONSOLIDATE = "consolidate", _("巩固提升")
    SPRINT = "sprint", _("冲刺创建")
    FOUNDATION = "foundation", _("打好基础")


class Stage(models.TextChoices):
    """Where a campaign stands in its cycle."""

    NOMINATION = "nomination", _("提名")
    YEARLY = "yearly", _("年度测评")
    NAMING = "naming", _("命名")
    RE_REVIEW = "re-review", _("复评")


class Bearer(models.TextChoices):
    """Who bears what is lost at a point."""

    POINT = "point", _("点位的责任单位")
    DUTY = "duty", _("责任分解的单位")


class CampaignQuerySet(DownwardQuerySet["Campaign"]):
    """Campaigns, seen by all in their area."""

    def open(self) -> CampaignQuerySet:
        """Those that still run."""
        return self.filter(closed=False)


class Campaign(Subject):
    """An area's way to a title. `area` is the root of everything that is scored."""

    kind: ClassVar[str] = "campaign"

    code = models.CharField(
        _("代码"),
        max_length=40,
        validators=[RegexValidator(r"^[^/\s、,;]+$", _("代码中不能有斜杠、空格和分隔号。"))],
    )
    title_zh = models.CharField(_("名称"), max_length=100)
    title_en = models.CharField(_("英文名称"), max_length=150, blank=True)
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="campaigns", verbose_name=_("测评体系")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="campaigns", verbose_name=_("区域"))
    lane = models.CharField(_("梯队"), max_length=20, choices=Lane.choices)
    stage = models.CharField(
        _("阶段"), max_length=20, choices=Stage.choices, default=Stage.NOMINATION
    )
    first_year = models.PositiveSmallIntegerField(
        _("起始年"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    years = models.PositiveSmallIntegerField(
        _("周期（年）"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    bearer = models.CharField(
        _("点位失分由谁承担"), max_length=10, choices=Bearer.choices, default=Bearer.POINT
    )
    closed = models.BooleanField(_("已结束"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("closed", "code")
        verbose_name = _("创建活动")
        constraints = (models.UniqueConstraint(Lower("code"), name="campaign_code_once"),)

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    @property
    def last_year(self) -> int:
        """The year in which the cycle ends."""
        return self.first_year + self.years - 1

    def cycle(self) -> range:
        """The years of the cycle."""
        return range(self.first_year, self.first_year + self.years)

    def get_absolute_url(self) -> str:
        """The campaign's own page."""
        return reverse("campaigns:detail", args=[self.pk])

    def place(self) -> Place:
        """A campaign stands in its area."""
        return Place(self.area.path)
