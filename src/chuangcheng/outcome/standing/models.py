"""Computations of a round, and what each of them found.

A computation keeps everything it was made of, or the way back to it: the number of the last fact it
saw (facts are never changed) and a copy of all else. So it can be repeated for good.
Points (`possible`, `lost`, `raw` …) are kept as whole ticks of 10⁻¹¹, so that what units lost adds up to what is missing exactly,
in the database too.
"""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.engine.exact import TICK
from chuangcheng.evidence.inspections.models import OpenQuerySet, Round, RoundwideQuerySet
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import NO_UNIT, Person, Place
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit

M = TypeVar("M", bound=models.Model)


class Status(models.TextChoices):
    """How far a computation is."""

    WAITING = "waiting", _("等待计算")
    RUNNING = "running", _("正在计算")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未能完成")


class ComputationQuerySet(RoundwideQuerySet["Computation"]):
    """Computations, seen by those who see their round."""

    area_path = "round__campaign__area__path"
    round_key = "round__"

    def done(self) -> Self:
        """Those that came to an end."""
        return self.filter(status=Status.DONE)

    def newest(self) -> Self:
        """The last one of each round that came to an end."""
        last = Computation.objects.filter(status=Status.DONE).values("round")
        return self.filter(pk__in=last.annotate(last=Max("pk")).order_by().values("last"))


class Computation(Subject):
    """One computation of a round.

    `upto` is the number of the round's last verb that it saw; `inputs` is a copy of all else that
    it was made of, with the hash of each; `figures_sha256` is the hash of all that it found.
    """

    kind: ClassVar[str] = "computation"

    round = models.ForeignKey(Round, models.PROTECT, related_name="computations")
    upto = models.PositiveIntegerField()
    made_at = models.DateTimeField(_("计算时间"), auto_now_add=True)
    engine_version = models.CharField(max_length=40)
    inputs = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64, db_index=True)
    figures_sha256 = models.CharField(max_length=64, blank=True)
    settings = models.JSONField(default=dict)
    observations = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)

    # Filled in by `queries.computations`: whether the round is finished, or this is provisional.
    finished: bool
    # Filled in by `queries.scored`: the score of the largest area that the person sees.
    top_net: int | None
    top_low: float | None
    top_high: float | None
    top_rank: int | None
    top_parent: int | None

    objects = ComputationQuerySet.as_manager()

    class Meta:
        ordering = ("-round__year", "-round__number", "-pk")

    def __str__(self) -> str:
        return str(self.round)

    def get_absolute_url(self) -> str:
        """The standing that the computation found."""
        return reverse("standing:detail", args=[self.pk])

    @property
    def stamp(self) -> tuple[object, ...]:
        """Tells what it found from what any other did: a computation never changes."""
        return (self.pk, self.made_at, self.figures_sha256)

    def place(self) -> Place:
        """A computation stands where its round does."""
        return self.round.place()


class FoundQuerySet(OpenQuerySet[M]):
    """What computations found, by area; secret while the round is."""

    round_key = "computation__round__"

    def reached(self, person: Person, right: str) -> Self:
        """The rows that a right reaches by area alone.

        For those of computations that are known to be open to the person, and no others.
        """
        return super(OpenQuerySet, self).with_right(person, right)


class Found(Subject):
    """Base of what a computation found in an area."""

    kind: ClassVar[str] = "standing"

    computation = models.ForeignKey(Computation, models.CASCADE, related_name="%(class)s_set")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))

    class Meta:
        abstract = True

    def place(self) -> Place:
        """Where it was found."""
        return Place(self.area.path)


class NodeQuerySet(FoundQuerySet["NodeScore"]):
    """Scores of nodes."""


class NodeScore(Found):
    """A node of the tree, or a method, in an area: what was possible there and what was lost.

    `low` and `high` are the ends of the interval of the points earned, empty where nothing was
    sampled; `met` and `judged` count observations.
    """

    node_kind = models.CharField(max_length=10)
    node = models.CharField(max_length=130)
    parent = models.CharField(max_length=130, blank=True)
    position = models.PositiveIntegerField()
    possible = models.BigIntegerField()
    lost = models.BigIntegerField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    met = models.IntegerField()
    judged = models.IntegerField()
    status = models.CharField(max_length=12)

    objects = NodeQuerySet.as_manager()

    class Meta:
        ordering = ("computation", "area__path", "position")
        indexes = (
            models.Index(fields=("computation", "area", "node_kind", "node")),
            models.Index(fields=("computation", "area", "parent")),
        )

    def __str__(self) -> str:
        return f"{self.area} · {self.node}"

    @property
    def earned(self) -> int:
        """Ticks earned."""
        return self.possible - self.lost

    def since(self, was: NodeScore | None) -> int | None:
        """By how many ticks more was earned than before; None unless both were assessed."""
        known = was is not None and was.possible and self.possible
        return self.earned - was.earned if was and known else None

    @property
    def rate(self) -> float | None:
        """Earned of possible, None where nothing was possible."""
        return self.earned / self.possible if self.possible else None


class RankQuerySet(FoundQuerySet["Rank"]):
    """Ranks of areas."""


class Rank(Found):
    """An area's raw score, bonus, penalty and net score, and its ranks among its peers.

    `rank` is empty for who is vetoed, or of whom nothing was seen; `rank_low` and `rank_high` are
    the ranks between which it lies.
    """

    parent = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    group = models.CharField(_("组别"), max_length=60, blank=True)
    possible = models.BigIntegerField()
    raw = models.BigIntegerField()
    bonus = models.BigIntegerField()
    penalty = models.BigIntegerField()
    net = models.BigIntegerField()
    printed = models.DecimalField(_("成绩"), max_digits=12, decimal_places=4)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    effect = models.CharField(max_length=20, blank=True)
    raw_rank = models.PositiveIntegerField(null=True)
    rank = models.PositiveIntegerField(_("名次"), null=True)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    to_first = models.BigIntegerField()
    to_next = models.BigIntegerField()
    above_last = models.BigIntegerField()

    objects = RankQuerySet.as_manager()

    class Meta:
        ordering = ("computation", "area__path")
        indexes = (models.Index(fields=("computation", "area")),)

    def __str__(self) -> str:
        return f"{self.area} {self.printed}"

    @property
    def assessed(self) -> bool:
        """Whether anything in the area was judged, or stands in for what was not."""
        return self.possible > 0

    def since(self, was: Rank | None) -> int | None:
        """By how many ticks the net score rose; None unless the area was assessed both times."""
        return self.net - was.net if was and was.assessed and self.assessed else None


class LossQuerySet(FoundQuerySet["Loss"]):
    """Lost points; a grant for named units reaches what those units lost."""

    unit_key = "unit_id"


class Loss(Found):
    """What one observation cost one unit, in points of the area's total.

    An observation comes once for its own area and once for each area above, and once for each unit
    that shares it. A part for which a substitute stood in has one row without observation.
    """

    project = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    standard = models.CharField(max_length=64)
    part = models.CharField(max_length=130)
    method = models.CharField(max_length=64)
    item = models.CharField(max_length=64, blank=True)
    point_type = models.CharField(max_length=64, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    observation = models.ForeignKey(
        "inspections.Observation", models.PROTECT, null=True, related_name="+"
    )
    lost = models.BigIntegerField()

    objects = LossQuerySet.as_manager()

    class Meta:
        ordering = ("computation", "-lost", "pk")
        indexes = (
            models.Index(fields=("computation", "area", "unit")),
            models.Index(fields=("computation", "area", "item")),
            models.Index(fields=("observation",)),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.lost / TICK:.4f}"

    def place(self) -> Place:
        """In its area, the affair of the unit that lost it."""
        return Place(self.area.path, self.unit_id or NO_UNIT)


class GainQuerySet(FoundQuerySet["Gain"]):
    """What would be won."""


class Gain(Found):
    """What an area's total would rise by if all faults of an item were put right."""

    standard = models.CharField(max_length=64)
    part = models.CharField(max_length=130)
    method = models.CharField(max_length=64)
    item = models.CharField(max_length=64)
    judged = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()
    gain = models.BigIntegerField()

    objects = GainQuerySet.as_manager()

    class Meta:
        ordering = ("computation", "-gain", "pk")
        indexes = (models.Index(fields=("computation", "area")),)

    def __str__(self) -> str:
        return f"{self.item} {self.gain / TICK:.4f}"
