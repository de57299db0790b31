"""Kinds of point, points, and the pledges by which people vouch for places."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import EVERYWHERE, NO_UNIT, Holding, Place, ScopedQuerySet
from chuangcheng.ground.site import tallies
from chuangcheng.ground.site.squares import SquareField, square
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit

CODE = RegexValidator(r"^[^/\s、,;@]+$", _("代码中不能有斜杠、空格和分隔号。"))


class PointKind(Subject):
    """A kind of point, as the frameworks' checklists name it. Kinds are the same everywhere."""

    kind: ClassVar[str] = "point-kind"

    code = models.CharField(_("代码"), max_length=64, validators=[CODE])
    title_zh = models.CharField(_("名称"), max_length=100)
    title_en = models.CharField(_("英文名称"), max_length=150, blank=True)
    # A line of work such as 城管 or 卫健, as frameworks name it; no unit in particular.
    unit_kind = models.CharField(_("通常由谁负责"), max_length=40, blank=True)
    street = models.BooleanField(_("是街巷"), default=False)

    class Meta:
        ordering = ("code",)
        verbose_name = _("点位类型")
        constraints = (models.UniqueConstraint(Lower("code"), name="point_kind_code_once"),)

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    def get_absolute_url(self) -> str:
        """The kind's own page."""
        return reverse("points:kind", args=[self.pk])

    def place(self) -> Place:
        """Kinds are the same everywhere."""
        return Place()


class PointQuerySet(ScopedQuerySet["Point"]):
    """Points; a grant for named units reaches the points those units answer for."""

    area_path = "area__path"
    unit_key = "unit_id"

    def unowned(self) -> PointQuerySet:
        """Points in use for which no unit in use answers."""
        return self.filter(active=True).filter(Q(unit=None) | Q(unit__active=False))

    def update(self, **kwargs: Any) -> int:
        """Write columns of all rows; a longitude comes with its latitude, and moves the square."""
        if "lon" in kwargs or "lat" in kwargs:
            kwargs["square"] = square(kwargs["lon"], kwargs["lat"])
        return super().update(**kwargs)


class Point(Subject):
    """A place that can be visited. Longitude and latitude are WGS-84 degrees."""

    kind: ClassVar[str] = "point"

    code = models.CharField(_("代码"), max_length=64, validators=[CODE])
    title_zh = models.CharField(_("名称"), max_length=120)
    title_en = models.CharField(_("英文名称"), max_length=180, blank=True)
    point_kind = models.ForeignKey(
        PointKind, models.PROTECT, related_name="points", verbose_name=_("类型")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="points", verbose_name=_("区域"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name=_("责任单位"),
    )
    lon = models.FloatField(
        _("经度"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    lat = models.FloatField(
        _("纬度"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    # Kept beside the coordinates, so that a map of all points is read from an index in its order.
    square = SquareField(null=True, editable=False)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    active = models.BooleanField(_("在用"), default=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ("area__path", "code")
        verbose_name = _("点位")
        constraints = (
            models.UniqueConstraint(Lower("code"), name="point_code_once"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="point_both_coordinates",
            ),
        )
        # A map is read from these alone: a part of it from the first, the whole from the second.
        indexes = (
            models.Index(fields=("area", "lon", "lat"), name="point_where"),
            models.Index(fields=("area", "square", "lon", "lat"), name="point_squares"),
        )

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    def facts(self) -> dict[str, Any]:
        """Its columns, without the square, which follows from the coordinates."""
        return {name: value for name, value in super().facts().items() if name != "square"}

    def get_absolute_url(self) -> str:
        """The point's own page."""
        return reverse("points:detail", args=[self.pk])

    def place(self) -> Place:
        """A point stands in its area and is the affair of the unit that answers for it."""
        return Place(self.area.path, self.unit_id or NO_UNIT)


class TallyQuerySet(ScopedQuerySet["Tally"]):
    """Tallies, seen where they lie; which units answer for the points they do not say."""


class Tally(tallies.Tally):
    """How many points lie in a square of an area; triggers keep it, which the migration makes."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("area", "square"), name="tally_once"),)

    def __str__(self) -> str:
        return f"{self.area_id} {self.square} {self.n}"


class PledgeKind(models.TextChoices):
    """Who vouches for what (包保)."""

    TOWNSHIP = "township", _("领导包乡镇（街道）")
    DEPARTMENT = "department", _("领导联系部门")
    POINT = "point", _("领导包点位")
    STREET = "street", _("街长")
    GRID = "grid", _("网格员")


class PledgeQuerySet(ScopedQuerySet["Pledge"]):
    """Pledges, found where that stands for which somebody vouches."""

    def live(self) -> PledgeQuerySet:
        """Those that hold today."""
        today = timezone.localdate()
        return self.filter(since__lte=today).filter(Q(until=None) | Q(until__gte=today))

    def _covered(self, holding: Holding) -> Q:
        condition = Q()
        if holding.area != EVERYWHERE:
            condition &= (
                Q(area__path__startswith=holding.area)
                | Q(unit__area__path__startswith=holding.area)
                | Q(point__area__path__startswith=holding.area)
            )
        if holding.units:
            mine = Q(unit__in=holding.units) | Q(point__unit__in=holding.units)
            condition &= mine | Q(area__isnull=False)
        return condition


class Pledge(Subject):
    """A person vouches for exactly one of an area, a unit or a point; `cell` names a grid cell."""

    kind: ClassVar[str] = "pledge"

    pledge_kind = models.CharField(_("类别"), max_length=20, choices=PledgeKind.choices)
    person = models.ForeignKey(
        User, models.PROTECT, related_name="pledges", verbose_name=_("包保人")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("区域")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("单位")
    )
    point = models.ForeignKey(
        Point, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("点位")
    )
    cell = models.CharField(_("网格"), max_length=60, blank=True)
    since = models.DateField(_("自"), default=timezone.localdate)
    until = models.DateField(_("至"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ("pledge_kind", "pk")
        verbose_name = _("包保")
        constraints = (
            models.CheckConstraint(
                condition=Q(area__isnull=False, unit=None, point=None)
                | Q(area=None, unit__isnull=False, point=None)
                | Q(area=None, unit=None, point__isnull=False),
                name="pledge_for_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=("pledge_kind", "person", target, "cell", "since"),
                    name=f"pledge_once_{target}",
                )
                for target in ("area", "unit", "point")
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.get_pledge_kind_display()} · {self.target}"

    @property
    def target(self) -> Area | Unit | Point:
        """What the person vouches for."""
        for thing in (self.point, self.unit, self.area):
            if thing is not None:
                return thing
        raise ValidationError(_("请选定一个区域、单位或点位。"))

    def get_absolute_url(self) -> str:
        """The pledge's own page."""
        return reverse("points:pledges:detail", args=[self.pk])

    def place(self) -> Place:
        """A pledge stands where that stands for which it is given."""
        return self.target.place()
