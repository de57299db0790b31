"""Rounds, the observations made in them, and the bonus, penalty and veto decided beside them.

Observations are facts: they are added to and never changed. A correction is one more observation
that says which earlier one it corrects.
Every verb that adds to a round takes the round's next number (`seq`), so that whoever follows a
round from above can ask for what came after the number it knows, and nothing is ever skipped.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
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
from chuangcheng.mandate.downwards import wholes

M = TypeVar("M", bound=models.Model)


class RoundKind(models.TextChoices):
    """What a round is for."""

    SELF_CHECK = "self-check", _("自查")
    MOCK = "mock", _("模拟测评")
    QUARTERLY = "quarterly", _("季度测评")
    UNDERCOVER = "undercover", _("中期暗访")
    THIRD_PARTY = "third-party", _("第三方测评")
    CROSS = "cross", _("交叉检查")
    PATROL = "patrol", _("日常督查")


class RoundState(models.TextChoices):
    """Where a round stands; it follows from its days, its closing and its release."""

    PLANNED = "planned", _("筹备中")
    UNDER_WAY = "under-way", _("进行中")
    CLOSED = "closed", _("已关闭")
    RELEASED = "released", _("已公布")


class OpenQuerySet(ScopedQuerySet[M]):
    """Rows of rounds: in scope only where the round is released or the person is on it.

    `round_key` is the lookup from a row to its round, with its underscores, empty for rounds.
    """

    round_key: ClassVar[str] = "round__"

    def for_user(self, person: Person) -> Self:
        """The rows in scope, without those of rounds that are secret to the person."""
        return super().for_user(person).open_to(person)

    def with_right(self, person: Person, right: str) -> Self:
        """The rows on which a person holds a right, without those of secret rounds."""
        return super().with_right(person, right).open_to(person)

    def open_to(self, person: Person) -> Self:
        """The rows of rounds that are released, or that the person is on."""
        if isinstance(person, System):
            return self
        mine = Round.members.through.objects.filter(user_id=person.pk).values("round_id")
        released = Q(**{f"{self.round_key}released_at__isnull": False})
        return self.filter(released | Q(**{f"{self.round_key}pk__in": mine}))


class RoundwideQuerySet(OpenQuerySet[M]):
    """Rows that speak of whole rounds: theirs, too, whose area is a part of the round's."""

    def _covered(self, holding: Holding) -> Q:
        if holding.area == EVERYWHERE:
            return Q()
        within = Q(**{f"{self.area_path}__startswith": holding.area})
        return within | Q(**{f"{self.area_path}__in": wholes(holding.area)})


class RoundQuerySet(RoundwideQuerySet["Round"]):
    """Rounds."""

    area_path = "campaign__area__path"
    round_key = ""

    def for_user(self, person: Person) -> Self:
        """The rounds in scope that are not discarded."""
        return super().for_user(person).filter(discarded_at=None)

    def with_right(self, person: Person, right: str) -> Self:
        """The rounds on which a person holds a right and that are not discarded."""
        return super().with_right(person, right).filter(discarded_at=None)


class Round(Subject):
    """One round of a campaign, judged by the edition that held when it was made.

    While `released_at` is empty the round is secret: nobody but its members can see that it is.
    Once `closed_at` is set nothing more is taken in from the street until it is opened again.
    Once `discarded_at` is set nobody sees it: it was made by mistake, and nothing rests on it.
    `items` are the items looked at; empty, the whole checklist of each kind of point is.
    `twice` is the share of the points that others visit a second time, from 0 to 1.
    `seq` is the number of the last verb that added to it.
    `made_at` is empty where the round was made before that was kept.
    """

    kind: ClassVar[str] = "round"

    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, related_name="rounds", verbose_name=_("创建活动")
    )
    edition = models.ForeignKey(
        "frameworks.Edition", models.PROTECT, related_name="rounds", verbose_name=_("测评体系")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("轮次"))
    title_zh = models.CharField(_("名称"), max_length=100)
    title_en = models.CharField(_("英文名称"), max_length=150, blank=True)
    round_kind = models.CharField(_("类别"), max_length=20, choices=RoundKind.choices)
    starts = models.DateField(_("开始"))
    ends = models.DateField(_("结束"))
    closed_at = models.DateTimeField(_("关闭时间"), null=True, blank=True)
    released_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    items = models.JSONField(_("测评条目"), default=list, blank=True)
    twice = models.FloatField(
        _("双盲复查比例"), default=0, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="rounds", blank=True, verbose_name=_("成员")
    )
    seq = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(default=timezone.now, null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        # No constraint on names or numbers: its refusal would tell that a secret round is there.
        ordering = ("-year", "-number", "-pk")

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    def get_absolute_url(self) -> str:
        """The round's own page."""
        return reverse("inspections:detail", args=[self.pk])

    def place(self) -> Place:
        """A round stands where its campaign does."""
        return Place(self.campaign.area.path)

    @property
    def secret(self) -> bool:
        """Whether nobody but its members may know of it."""
        return self.released_at is None

    @property
    def closed(self) -> bool:
        """Whether nothing more is taken in."""
        return self.closed_at is not None

    @property
    def state(self) -> RoundState:
        """Where the round stands today.

        A secret round stays under way until it is closed; an open one is over after its last day.
        """
        today = timezone.localdate()
        if not self.closed and today < self.starts:
            return RoundState.PLANNED
        if not self.closed and (self.secret or today <= self.ends):
            return RoundState.UNDER_WAY
        return RoundState.CLOSED if self.secret else RoundState.RELEASED


class FactQuerySet(OpenQuerySet[M]):
    """Facts of a round can be read and added to, never changed or removed."""

    unit_key = "unit_id"

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: a fact is corrected by a later one."""
        raise TypeError("Facts of a round are never changed.")

    def delete(self) -> NoReturn:
        """Refused: a fact is corrected by a later one."""
        raise TypeError("Facts of a round are never removed.")


class ObservationQuerySet(FactQuerySet["Observation"]):
    """Observations, found where they were made and by the unit that answers for them."""

    def standing(self, upto: int | None = None) -> Self:
        """Those that hold: all that no later one corrects, as things were after verb `upto`."""
        if upto is None:
            # Few are corrected: the databases gather those once, instead of asking of each row.
            by = Observation.objects.filter(corrects__isnull=False, corrects=OuterRef("pk"))
            return self.exclude(Exists(by))
        later = Q(correction=None) | Q(correction__seq__gt=upto)
        return self.filter(later, seq__lte=upto)

    def counting(self, upto: int | None = None) -> Self:
        """Those that count: what holds, without blind second visits, which measure agreement."""
        return self.standing(upto).filter(second=False)


class Observation(Subject):
    """One judged item: the columns of the engine, and where the row came from.

    `uuid` is made by whoever made the observation, so that sending it again changes nothing.
    `repeat` names the part of a composite point (the second stop of a line) that was judged.
    `second` marks a blind second visit: it is compared with the first and does not count.
    """

    kind: ClassVar[str] = "observation"

    # Found by the first of the indexes below, all of which begin with the round.
    round = models.ForeignKey(Round, models.PROTECT, related_name="observations", db_index=False)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    seq = models.PositiveIntegerField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction"
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("责任单位")
    )
    point = models.ForeignKey(
        "points.Point", models.PROTECT, null=True, related_name="+", verbose_name=_("点位")
    )
    point_type = models.CharField(_("点位类型"), max_length=64, blank=True)
    item = models.CharField(_("测评条目"), max_length=64)
    visit = models.CharField(_("走访"), max_length=120, blank=True)
    repeat = models.CharField(_("分段"), max_length=40, blank=True)
    second = models.BooleanField(_("双盲复查"), default=False)
    method = models.CharField(_("测评方法"), max_length=64, blank=True)
    result = models.CharField(_("结果"), max_length=64, blank=True)
    count = models.FloatField(_("数量"), null=True)
    of = models.FloatField(_("总数"), null=True)
    observed_at = models.DateTimeField(_("时间"), null=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    source_row = models.PositiveIntegerField(_("来源行"), null=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (
            # The list of a round stands in the order in which facts came, fifty to a page.
            models.Index(fields=("round", "id")),
            models.Index(fields=("round", "seq")),
            models.Index(fields=("round", "item")),
            models.Index(fields=("round", "visit")),
        )

    def __str__(self) -> str:
        return f"{self.item} · {self.result}"

    def get_absolute_url(self) -> str:
        """The observation's own page."""
        return reverse("inspections:observation", args=[self.round_id, self.pk])

    def place(self) -> Place:
        """An observation stands in its area and is its unit's affair."""
        return Place(self.area.path, self.unit_id or NO_UNIT)


class DecisionQuerySet(FactQuerySet["Decision"]):
    """Decisions, found in the areas they are laid on."""

    def standing(self) -> Self:
        """Those that hold: all that no later one takes back."""
        return self.filter(taken_back_by=None, takes_back=None)


class Decision(Subject):
    """A bonus, penalty or veto of the edition, laid on an area; or the taking back of one."""

    kind: ClassVar[str] = "decision"

    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    seq = models.PositiveIntegerField()
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    sanction = models.CharField(_("条款"), max_length=64)
    times = models.FloatField(_("次数"), default=1)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任单位")
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.sanction} · {self.area}"

    def place(self) -> Place:
        """A decision stands in the area it is laid on."""
        return Place(self.area.path, self.unit_id)
