"""The draw of a round: its quotas, its seed, its record, and the points that it drew."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.engine.draws import Record
from chuangcheng.evidence.inspections.models import OpenQuerySet, Round, RoundwideQuerySet
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import NO_UNIT, Place
from chuangcheng.ground.subject import Subject


class DrawQuerySet(RoundwideQuerySet["Draw"]):
    """Draws, as secret as their rounds."""

    area_path = "round__campaign__area__path"


class Draw(Subject):
    """The draw of a round, announced first and drawn later.

    `announced` says where the seed will come from, before it exists; `seed` is what it was.
    `quotas` and `excluded` are those of the engine, as plain values; `frame` holds area, kind and
    code of every point that could have been drawn, `record` the engine's record of the draw.
    """

    kind: ClassVar[str] = "draw"
    # The record tells all of these, and is far too long for an event.
    hidden = frozenset({"frame", "record"})

    round = models.OneToOneField(Round, models.PROTECT, related_name="draw")
    announced = models.CharField(_("种子从哪里来"), max_length=200)
    announced_at = models.DateTimeField(_("公告时间"), auto_now_add=True)
    quotas = models.JSONField(_("配额"), default=list)
    excluded = models.JSONField(_("不参加抽取的点位"), default=list, blank=True)
    seed = models.CharField(_("种子"), max_length=200, blank=True)
    frame = models.JSONField(default=list, blank=True)
    record = models.JSONField(null=True, blank=True)
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("抽取")

    def __str__(self) -> str:
        return str(self.round)

    def get_absolute_url(self) -> str:
        """The page of the draw."""
        return reverse("draws:detail", args=[self.round_id])

    def place(self) -> Place:
        """A draw stands where its round does."""
        return self.round.place()

    @property
    def drawn(self) -> bool:
        """Whether the points have been drawn."""
        return self.drawn_at is not None

    def engine_record(self) -> Record:
        """The record as the engine knows it. Only once it is drawn."""
        return Record.model_validate(self.record)


class DrawnQuerySet(OpenQuerySet["Drawn"]):
    """Drawn points, as secret as their rounds."""

    area_path = "point__area__path"
    unit_key = "point__unit_id"
    round_key = "draw__round__"

    def to_visit(self) -> DrawnQuerySet:
        """Those to be visited: drawn and not replaced, or put in for one that was."""
        return self.filter(replaced_by=None)


class Drawn(Subject):
    """A point that was drawn, or put in for one that could not be visited.

    `order` is its place in its stratum. `probability` is the share of the points of its stratum
    that were drawn, which is how likely it was to be drawn; a replacement has none of its own.
    """

    kind: ClassVar[str] = "drawn"

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="points")
    point = models.ForeignKey(Point, models.PROTECT, related_name="+", verbose_name=_("点位"))
    order = models.PositiveIntegerField(_("次序"))
    probability = models.FloatField(_("入样概率"), null=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaces", verbose_name=_("替换为")
    )
    why = models.CharField(_("替换原因"), max_length=300, blank=True)

    objects = DrawnQuerySet.as_manager()

    class Meta:
        ordering = ("point__area__path", "point__point_kind__code", "order")
        verbose_name = _("抽中的点位")
        constraints = (
            models.UniqueConstraint(fields=("draw", "point"), name="drawn_once"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(why=""), name="drawn_replaced_with_reason"
            ),
        )

    def __str__(self) -> str:
        return str(self.point)

    def place(self) -> Place:
        """A drawn point stands where the point does."""
        return Place(self.point.area.path, self.point.unit_id or NO_UNIT)
