"""Photographs, what is doubtful about them, and what was covered before others may see them.

A photograph is a fact: its bytes are kept as they came and never change.
What people look at is made from them: the picture, upright and without anything it tells of place
or time, and a small one. Where boxes cover a face or a number plate, a new picture is made.
"""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.visits.verdicts import Doubt
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import (
    EVERYWHERE,
    NO_UNIT,
    Holding,
    Person,
    Place,
    ScopedQuerySet,
    System,
)
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit


class State(models.TextChoices):
    """How far a photograph is."""

    STORED = "stored", _("已收到")
    CHECKED = "checked", _("已处理")
    REFUSED = "refused", _("不能使用")


class Purpose(models.TextChoices):
    """What a photograph is to show."""

    EVIDENCE = "evidence", _("证据")
    BEFORE = "before", _("整改前")
    AFTER = "after", _("整改后")


class PhotographQuerySet(ScopedQuerySet["Photograph"]):
    """Photographs: of a round as secret as the round is, of anything else where that stands.

    One whose visit has not come yet stands nowhere, and nobody finds it.
    """

    unit_key = "unit_id"

    def for_user(self, person: Person) -> Self:
        """Those in scope, without those of rounds that are secret to the person."""
        return super().for_user(person).open_to(person)

    def with_right(self, person: Person, right: str) -> Self:
        """Those on which a person holds a right, without those of secret rounds."""
        return super().with_right(person, right).open_to(person)

    def open_to(self, person: Person) -> Self:
        """Those that stand somewhere, in no round or in one that the person may know of."""
        if isinstance(person, System):
            return self
        rounds = Round.objects.open_to(person).values("pk")
        return self.filter(area__isnull=False).filter(Q(round=None) | Q(round__in=rounds))

    def _covered(self, holding: Holding) -> Q:
        condition = Q()
        if holding.area != EVERYWHERE:
            condition &= Q(area__path__startswith=holding.area)
        if holding.units:
            joint = Photograph.partners.through.objects.filter(unit__in=holding.units)
            mine = Q(unit__in=holding.units) | Q(pk__in=joint.values("photograph"))
            condition &= mine
        return condition


class Photograph(Subject):
    """One photograph, by whom, of what, and what its file and its phone say of it.

    `uuid` is made by whoever sends it, so that sending twice changes nothing.
    `visit`, `judgement` and `item` say which judgement it shows; other nouns name themselves by
    `owner_kind` and `owner_key`. `position` is longitude and latitude (WGS-84) with metres of
    accuracy; `clock_s` is how far the phone's clock was ahead, in seconds. `aside_at` is when
    somebody decided to wait for its visit no longer.
    """

    kind: ClassVar[str] = "photograph"
    hidden = frozenset({"original", "plain"})

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="photographs",
        verbose_name=_("拍摄人"),
    )
    device = models.UUIDField(null=True, editable=False)
    purpose = models.CharField(
        _("用途"), max_length=10, choices=Purpose.choices, default=Purpose.EVIDENCE
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.STORED)
    fault = models.CharField(max_length=30, blank=True)

    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="photographs")
    visit = models.UUIDField(null=True, db_index=True)
    judgement = models.UUIDField(null=True, db_index=True)
    item = models.CharField(_("测评条目"), max_length=64, blank=True)
    owner_kind = models.CharField(max_length=30, blank=True)
    owner_key = models.CharField(max_length=40, blank=True)
    point = models.ForeignKey(
        Point, models.PROTECT, null=True, related_name="+", verbose_name=_("点位")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", verbose_name=_("区域")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("责任单位")
    )
    partners = models.ManyToManyField(Unit, related_name="+", blank=True)

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("字节数"))
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    clock_s = models.FloatField(_("手机时钟偏差"), null=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    accuracy_m = models.FloatField(_("定位精度"), null=True)
    file_taken_at = models.DateTimeField(_("文件记录的时间"), null=True)
    file_lon = models.FloatField(null=True)
    file_lat = models.FloatField(null=True)
    software = models.CharField(_("软件"), max_length=100, blank=True)

    original = models.CharField(max_length=120)
    plain = models.CharField(max_length=120, blank=True)
    picture = models.CharField(max_length=120, blank=True)
    thumbnail = models.CharField(max_length=120, blank=True)
    compared_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("可公开"), null=True)
    aside_at = models.DateTimeField(null=True)

    objects = PhotographQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("照片")
        indexes = (
            models.Index(fields=("owner_kind", "owner_key")),
            models.Index(fields=("round", "received_at")),
            models.Index(
                fields=("id",), condition=Q(compared_at=None), name="photograph_to_compare"
            ),
            models.Index(
                fields=("visit",),
                condition=Q(round=None, area=None, visit__isnull=False),
                name="photograph_unplaced",
            ),
        )

    def __str__(self) -> str:
        return str(self.uuid)[:8]

    def get_absolute_url(self) -> str:
        """The photograph's own page."""
        return reverse("photographs:detail", args=[self.uuid])

    def place(self) -> Place:
        """Where what it shows stands; above everything while that is not known."""
        return Place(self.area.path, self.unit_id or NO_UNIT) if self.area else Place()

    @property
    def ready(self) -> bool:
        """Whether there is a picture to look at."""
        return self.state == State.CHECKED


class Upload(models.Model):
    """A photograph that is coming in pieces: what was said of it. Its bytes so far lie on disk."""

    uuid = models.UUIDField(unique=True)
    device = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    facts = models.JSONField()
    begun_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.uuid)


class Print(models.Model):
    """The difference hash of a photograph, as a signed number of 64 bits.

    Rows are only added, in the order in which photographs were compared.
    """

    photograph = models.OneToOneField(Photograph, models.CASCADE, related_name="+")
    bits = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.bits & (1 << 64) - 1:016x}"


class Turnstile(models.Model):
    """The one row that a comparison locks, so that of two alike the later sees the earlier."""

    def __str__(self) -> str:
        return str(self.pk)


class FlagKind(models.TextChoices):
    """What is doubtful."""

    SAME = "reused-same", _("重复使用")
    LOOK = "reused-look", _("疑似重复使用")
    PLACE = "out-of-place", _("不在点位附近")
    TIME = "out-of-time", _("不在走访时间")
    EDITED = "edited", _("可能经过修图")


class DoubtQuerySet(ScopedQuerySet["Flag"]):
    """Doubts, found where both of their photographs are."""

    def with_right(self, person: Person, right: str) -> Self:
        """Those whose photographs, both where there are two, the right reaches."""
        seen = Photograph.objects.with_right(person, right).values("pk")
        return self.filter(photograph__in=seen).filter(Q(other=None) | Q(other__in=seen))

    def for_user(self, person: Person) -> Self:
        """Those whose photographs, both where there are two, are in scope."""
        seen = Photograph.objects.for_user(person).values("pk")
        return self.filter(photograph__in=seen).filter(Q(other=None) | Q(other__in=seen))

    def waiting(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(verdict="")


class Flag(Doubt):
    """One doubt about a photograph, by its figures, until somebody decides it with a reason.

    `figures` holds what was measured: bits and turning, metres and limit, or seconds.
    """

    kind: ClassVar[str] = "photograph-flag"

    photograph = models.ForeignKey(Photograph, models.CASCADE, related_name="flags")
    flag_kind = models.CharField(_("疑点"), max_length=15, choices=FlagKind.choices)
    other = models.ForeignKey(Photograph, models.CASCADE, null=True, related_name="seen_again")

    objects = DoubtQuerySet.as_manager()

    class Meta:
        ordering = ("raised_at", "pk")
        verbose_name = _("照片疑点")
        constraints = (
            models.UniqueConstraint(
                fields=("photograph", "flag_kind", "other"),
                name="flag_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_flag_kind_display()} · {self.photograph}"

    def get_absolute_url(self) -> str:
        """The doubt's own page."""
        return reverse("photographs:flag", args=[self.pk])

    def place(self) -> Place:
        """A doubt stands where its photograph does."""
        return self.photograph.place()


class Cover(models.Model):
    """Boxes that somebody drew over a photograph, and the picture made of it. The last one holds.

    Each box is left, top, right and bottom, as shares of width and height.
    """

    photograph = models.ForeignKey(Photograph, models.CASCADE, related_name="covers")
    boxes = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    picture = models.CharField(max_length=120)
    thumbnail = models.CharField(max_length=120)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.photograph} · {len(self.boxes)}"
