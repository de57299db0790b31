"""Editions of frameworks, with their standards and items as rows that others can point at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import EVERYWHERE, Place
from chuangcheng.ground.subject import Subject
from chuangcheng.mandate.downwards import DownwardQuerySet


class State(models.TextChoices):
    """A draft may change; once issued an edition never does; withdrawn, it is kept for the record."""

    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已印发")
    WITHDRAWN = "withdrawn", _("已停用")


class EditionQuerySet(DownwardQuerySet["Edition"]):
    """Editions; those that no area keeps are for everybody."""

    def light(self) -> EditionQuerySet:
        """Without the document, which is large and seldom wanted."""
        return self.defer("document")


class Edition(Subject):
    """One edition of a framework. `document` is the engine's Framework; `sha256` is its hash."""

    kind: ClassVar[str] = "edition"

    code = models.CharField(_("代码"), max_length=64)
    version = models.CharField(_("版本"), max_length=40)
    title_zh = models.CharField(_("名称"), max_length=150)
    title_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("由谁保管"),
    )
    document = models.JSONField()
    sha256 = models.CharField(_("校验值"), max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    issued_at = models.DateTimeField(_("印发时间"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("code", "version")
        verbose_name = _("测评体系")
        constraints = (
            models.UniqueConstraint(
                Lower("code"), Lower("version"), "area", name="edition_once_in_area"
            ),
            models.UniqueConstraint(
                Lower("code"), Lower("version"), condition=Q(area=None), name="edition_once_for_all"
            ),
        )

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return f"{(self.title_en if english else '') or self.title_zh} {self.version}"

    def get_absolute_url(self) -> str:
        """The edition's own page."""
        return reverse("frameworks:detail", args=[self.pk])

    def place(self) -> Place:
        """An edition stands where it is kept."""
        return Place(self.area.path if self.area else EVERYWHERE)

    def facts(self) -> dict[str, object]:
        """Its columns; the document is told by its hash."""
        told = ("code", "version", "title_zh", "title_en", "area_id", "sha256", "state")
        return {**{name: getattr(self, name) for name in told}, "issued_at": self.issued_at}


class StandardQuerySet(DownwardQuerySet["Standard"]):
    """Standards, seen with their editions."""

    keeper = "edition__area"


class Standard(Subject):
    """A standard of an edition, with its place in the tree.

    `points` is what it carries of the full marks when everything is judged.
    `methods` and `point_types` hold codes between spaces, so that ` onsite ` can be looked up.
    """

    kind: ClassVar[str] = "standard"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="standards")
    project_code = models.CharField(max_length=64)
    project_zh = models.CharField(_("测评项目"), max_length=200)
    project_en = models.CharField(max_length=300, blank=True)
    content_code = models.CharField(max_length=64)
    content_zh = models.CharField(_("测评内容"), max_length=200)
    content_en = models.CharField(max_length=300, blank=True)
    code = models.CharField(_("编号"), max_length=64)
    title_zh = models.CharField(_("测评标准"), max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    requirement = models.TextField(_("要求"), blank=True)
    requirement_en = models.TextField(blank=True)
    points = models.DecimalField(_("分值"), max_digits=9, decimal_places=4)
    methods = models.CharField(_("测评方法"), max_length=300)
    point_types = models.TextField(_("点位类型"), blank=True)
    position = models.PositiveIntegerField()

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ("edition", "position")
        verbose_name = _("测评标准")
        constraints = (models.UniqueConstraint(fields=("edition", "code"), name="standard_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return self._said("title")

    @property
    def project(self) -> str:
        """The name of its project."""
        return self._said("project")

    @property
    def content(self) -> str:
        """The name of its content."""
        return self._said("content")

    def _said(self, what: str) -> str:
        english = (get_language() or "").startswith("en") and getattr(self, f"{what}_en")
        return str(english or getattr(self, f"{what}_zh"))

    def get_absolute_url(self) -> str:
        """The standard's own page."""
        return reverse("frameworks:standard", args=[self.edition_id, self.code])

    def place(self) -> Place:
        """Where its edition is kept."""
        return self.edition.place()


class ItemQuerySet(DownwardQuerySet["Item"]):
    """Items, seen with their editions."""

    keeper = "edition__area"


class Item(Subject):
    """An item of an edition. `standard` is null where the item counts for several standards.

    `points` is its even part of what its standards carry; `way` says how it is looked at: at a
    point, on paper, or by asking.
    """

    kind: ClassVar[str] = "item"

    class Way(models.TextChoices):
        """How an item is looked at."""

        ONSITE = "onsite", _("实地")
        MATERIALS = "materials", _("材料")
        SURVEY = "survey", _("问卷")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items")
    standard = models.ForeignKey(
        Standard, models.CASCADE, null=True, blank=True, related_name="items"
    )
    code = models.CharField(_("编号"), max_length=64)
    title_zh = models.CharField(_("测评条目"), max_length=400)
    title_en = models.CharField(max_length=600, blank=True)
    points = models.DecimalField(_("分值"), max_digits=9, decimal_places=4)
    rule_kind = models.CharField(_("规则"), max_length=30)
    methods = models.CharField(_("测评方法"), max_length=300)
    way = models.CharField(_("方式"), max_length=10, choices=Way.choices)
    position = models.PositiveIntegerField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("edition", "position")
        verbose_name = _("测评条目")
        constraints = (models.UniqueConstraint(fields=("edition", "code"), name="item_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    def get_absolute_url(self) -> str:
        """Where the item stands on its edition's page."""
        return reverse("frameworks:item", args=[self.edition_id, self.code])

    def place(self) -> Place:
        """Where its edition is kept."""
        return self.edition.place()
