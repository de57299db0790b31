"""Duties and the units that share them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import EVERYWHERE, NO_UNIT, Holding, Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.frameworks.models import Standard


class Role(models.TextChoices):
    """How a unit takes part in a duty."""

    LEAD = "lead", _("牵头")
    PARTNER = "partner", _("配合")


class DutyQuerySet(ScopedQuerySet["Duty"]):
    """Duties, seen where they lie and by the units that bear them."""

    def _covered(self, holding: Holding) -> Q:
        if holding.area == EVERYWHERE and not holding.units:
            return Q()
        mine = Q(unit__area__path__startswith=holding.area)
        if holding.units:
            mine &= Q(unit__in=holding.units)
        borne = Q(pk__in=Share.objects.filter(mine).values("duty"))
        if holding.units:
            return borne
        whole = Q(area=None, campaign__area__path__startswith=holding.area)
        return Q(area__path__startswith=holding.area) | whole | borne


class Duty(Subject):
    """A standard in an area: whose it is, what is to be done, how far, and by when.

    Without an area it holds in the whole of the campaign's; the duty of a smaller area goes first.
    """

    kind: ClassVar[str] = "duty"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="duties", verbose_name=_("创建活动")
    )
    standard = models.ForeignKey(
        Standard, models.PROTECT, related_name="duties", verbose_name=_("测评标准")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("区域")
    )
    leader = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="duties",
        verbose_name=_("责任领导"),
    )  # fmt: skip
    task = models.CharField(_("任务"), max_length=500, blank=True)
    target = models.CharField(_("目标"), max_length=300, blank=True)
    deadline = models.DateField(_("时限"), null=True, blank=True)
    units = models.ManyToManyField(Unit, through="Share", related_name="duties")

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "standard__position", "area__path")
        verbose_name = _("责任分解")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "standard", "area"), name="duty_once_in_area"
            ),
            models.UniqueConstraint(
                fields=("campaign", "standard"), condition=Q(area=None), name="duty_once_in_whole"
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard} · {self.area or self.campaign.area}"

    def get_absolute_url(self) -> str:
        """The duty's own page."""
        return reverse("duties:detail", args=[self.pk])

    @property
    def late(self) -> bool:
        """Whether its day has passed while its campaign runs."""
        running = not self.campaign.closed
        return running and self.deadline is not None and self.deadline < timezone.localdate()

    def lead(self) -> Unit | None:
        """The unit that leads; the shares are taken as they were fetched."""
        return next((s.unit for s in self.shares.all() if s.role == Role.LEAD), None)

    def partners(self) -> list[Unit]:
        """The units that take part."""
        return [share.unit for share in self.shares.all() if share.role == Role.PARTNER]

    def place(self) -> Place:
        """A duty lies in its area and is the affair of its lead unit."""
        lead = self.lead() if self.pk else None
        return Place((self.area or self.campaign.area).path, lead.pk if lead else NO_UNIT)


class Share(models.Model):
    """A unit's part in a duty; shares count in proportion to each other."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shares")
    role = models.CharField(max_length=10, choices=Role.choices)
    share = models.DecimalField(
        _("份额"),
        max_digits=7,
        decimal_places=4,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(0))],
    )

    class Meta:
        ordering = ("duty", "role", "pk")
        verbose_name = _("责任份额")
        constraints = (
            models.UniqueConstraint(fields=("duty", "unit"), name="share_once"),
            models.UniqueConstraint(
                fields=("duty",), condition=Q(role="lead"), name="one_lead_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()} {self.share.normalize()}"
