"""What phones sent, the visits made of it, and what is doubtful about them.

A submission's text is a fact: it is kept as it came, and only what became of it is written later.
A visit is never changed either; what was judged at it is corrected by the verb of observations.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Observation, OpenQuerySet, Round
from chuangcheng.evidence.visits.verdicts import Doubt
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import NO_UNIT, Place
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.words import Words


class State(models.TextChoices):
    """What has become of a submission."""

    RECEIVED = "received", _("已收到")
    TAKEN_IN = "taken-in", _("已收入")
    REFUSED = "refused", _("未能收入")
    LEFT = "left", _("不收入")


class SubmissionQuerySet(OpenQuerySet["Submission"]):
    """What phones sent, found through its round; what names no assignment is found by nobody."""

    area_path = "point__area__path"
    unit_key = "point__unit_id"

    def waiting(self) -> SubmissionQuerySet:
        """What nobody has looked at, in the order in which it came."""
        return self.filter(state=State.RECEIVED).order_by("pk")


class Submission(Subject):
    """A visit as a phone sent it: the text, by whom and from which phone, and what became of it.

    `assignment` is what the phone said, known here or not; `round` and `point` are known once the
    assignment was found. `digest` is of the content, without what differs between sendings.
    `refusal` is the sentence in both languages.
    """

    kind: ClassVar[str] = "submission"
    hidden = frozenset({"text"})

    uuid = models.UUIDField(unique=True, editable=False)
    assignment = models.UUIDField(db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("测评员")
    )
    device = models.ForeignKey(Device, models.PROTECT, related_name="+", verbose_name=_("手机"))
    text = models.TextField()
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    refusal = models.JSONField(null=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="submissions")
    point = models.ForeignKey(
        Point, models.PROTECT, null=True, related_name="+", verbose_name=_("点位")
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("id",), name="visits_waiting", condition=Q(state=State.RECEIVED.value)
            ),
            models.Index(fields=("round", "state")),
        )

    def __str__(self) -> str:
        return str(self.point or self.uuid)

    def get_absolute_url(self) -> str:
        """The submission's own page."""
        return reverse("visits:submission", args=[self.uuid])

    def place(self) -> Place:
        """A submission stands where its point does; without one, where its sender's account is."""
        return _place_of(self.point) if self.point else self.person.place()

    @property
    def reason(self) -> Words | None:
        """Why it was refused, for people."""
        return Words(**self.refusal) if self.refusal else None


class VisitQuerySet(OpenQuerySet["Visit"]):
    """Visits, as secret as their rounds."""

    area_path = "point__area__path"
    unit_key = "point__unit_id"


class Visit(Subject):
    """One walk past a point, by whom and when.

    `opened_at` and `closed_at` are corrected by `clock_s`, by how many seconds the phone's clock
    was ahead; `said_opened_at` and `said_closed_at` are what the phone said.
    `distance_m` is how far from the point the phone was, null where either position is unknown.
    `content` is a hash of what was judged and remarked, empty where nothing was remarked.
    `second` says that the visit was a blind second one.
    """

    kind: ClassVar[str] = "visit"

    uuid = models.UUIDField(unique=True, editable=False)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="visit")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="visits")
    round = models.ForeignKey(Round, models.PROTECT, related_name="visits")
    point = models.ForeignKey(Point, models.PROTECT, related_name="+", verbose_name=_("点位"))
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name=_("测评员")
    )
    opened_at = models.DateTimeField(_("开始"))
    closed_at = models.DateTimeField(_("结束"))
    said_opened_at = models.DateTimeField()
    said_closed_at = models.DateTimeField()
    clock_s = models.FloatField(_("手机时钟偏差"), null=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    accuracy_m = models.FloatField(_("定位精度"), null=True)
    distance_m = models.FloatField(_("与点位的距离"), null=True)
    second = models.BooleanField(_("双盲复查"), default=False)
    content = models.CharField(max_length=64, blank=True)
    taken_in_at = models.DateTimeField(_("收入时间"), default=timezone.now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-closed_at", "-pk")
        verbose_name = _("走访")
        indexes = (
            models.Index(fields=("round", "closed_at")),
            models.Index(fields=("round", "content")),
            models.Index(fields=("inspector", "closed_at")),
        )

    def __str__(self) -> str:
        return str(self.point)

    def get_absolute_url(self) -> str:
        """The visit's own page."""
        return reverse("visits:detail", args=[self.uuid])

    def place(self) -> Place:
        """A visit stands where its point does."""
        return _place_of(self.point)


class Finding(models.Model):
    """What was written and photographed beside an observation."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    observation = models.OneToOneField(Observation, models.PROTECT, related_name="finding")
    remark = models.TextField(blank=True)
    photographs = models.JSONField(default=list)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.observation)


class FlagKind(models.TextChoices):
    """What is doubtful about a visit."""

    FAR = "far", _("离点位太远")
    CLOCK = "clock", _("手机时钟不准")
    SPEED = "speed", _("路上时间不够")
    COPY = "copy", _("与另一次走访雷同")


class FlagQuerySet(OpenQuerySet["VisitFlag"]):
    """Doubts, as secret as the rounds of their visits."""

    area_path = "visit__point__area__path"
    unit_key = "visit__point__unit_id"
    round_key = "visit__round__"

    def waiting(self) -> FlagQuerySet:
        """Those that nobody has decided."""
        return self.filter(verdict="")


class VisitFlag(Doubt):
    """One doubt about a visit, by its figures, until somebody decides it with a reason."""

    kind: ClassVar[str] = "visit-flag"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="flags")
    flag_kind = models.CharField(_("疑点"), max_length=10, choices=FlagKind.choices)
    other = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="+")

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("走访疑点")

    def __str__(self) -> str:
        return f"{self.get_flag_kind_display()} · {self.visit}"

    def get_absolute_url(self) -> str:
        """The doubt's own page."""
        return reverse("visits:flag", args=[self.pk])

    def place(self) -> Place:
        """A doubt stands where its visit does."""
        return self.visit.place()


def _place_of(point: Point) -> Place:
    return Place(point.area.path, point.unit_id or NO_UNIT)


def told(words: Words) -> dict[str, Any]:
    """A sentence as a refusal is kept."""
    return {"zh": words.zh, "en": words.en}
