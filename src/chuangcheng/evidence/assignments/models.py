"""Assignments: a point of a round, the day, and the one or two inspectors who visit it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.inspections.models import OpenQuerySet, Round
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import NO_UNIT, Place
from chuangcheng.ground.subject import Subject


class AssignmentQuerySet(OpenQuerySet["Assignment"]):
    """Assignments, as secret as their rounds."""

    area_path = "point__area__path"
    unit_key = "point__unit_id"

    def live(self) -> AssignmentQuerySet:
        """Those that hold: not dropped."""
        return self.filter(dropped_at=None)

    def waiting(self) -> AssignmentQuerySet:
        """Those that nobody has been given yet."""
        return self.live().filter(inspectors=None)

    def in_open_rounds(self) -> AssignmentQuerySet:
        """Those of rounds that still take something in."""
        return self.filter(round__closed_at=None)


class Assignment(Subject):
    """A point to be visited in a round: the day, its place in the day's route, and by whom.

    `uuid` is what a phone knows it by, and what the observations made on it name as their visit.
    `opens` and `closes` are the hours in which the place can be looked at, empty for all day.
    `repeat_of` is the first visit of a point that others visit a second time, blind: neither side
    may learn of the other.
    """

    kind: ClassVar[str] = "assignment"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments")
    point = models.ForeignKey(Point, models.PROTECT, related_name="+", verbose_name=_("点位"))
    day = models.DateField(_("日期"))
    inspectors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="assignments", blank=True, verbose_name=_("测评员")
    )
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    opens = models.TimeField(_("最早"), null=True, blank=True)
    closes = models.TimeField(_("最晚"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("优先"), default=0)
    repeat_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("day", "order", "pk")
        verbose_name = _("走访任务")
        indexes = (models.Index(fields=("round", "day")),)

    def __str__(self) -> str:
        return str(self.point)

    def place(self) -> Place:
        """An assignment stands where its point does."""
        return Place(self.point.area.path, self.point.unit_id or NO_UNIT)

    @property
    def visit(self) -> str:
        """What the observations made on it name as their visit."""
        return str(self.uuid)
