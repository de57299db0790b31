"""Units and whom they answer to."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject


class Kind(models.TextChoices):
    """What kind of unit; a headquarters has an office and working groups (一办四组)."""

    HEADQUARTERS = "headquarters", _("指挥部")
    OFFICE = "office", _("指挥部办公室（创建办）")
    GROUP = "group", _("工作组")
    DEPARTMENT = "department", _("部门")
    TOWNSHIP = "township", _("乡镇（街道）")
    COMMUNITY = "community", _("社区（村）")
    ENTERPRISE = "enterprise", _("企事业单位")


class UnitQuerySet(ScopedQuerySet["Unit"]):
    """Units; a grant for named units reaches those alone."""

    area_path = "area__path"
    unit_key = "pk"


class Unit(Subject):
    """One unit. It may answer to several superiors, never, however far round, to itself."""

    kind: ClassVar[str] = "unit"

    code = models.CharField(
        _("代码"),
        max_length=40,
        validators=[RegexValidator(r"^[^/\s、,;]+$", _("代码中不能有斜杠、空格和分隔号。"))],
    )
    title_zh = models.CharField(_("名称"), max_length=100)
    title_en = models.CharField(_("英文名称"), max_length=150, blank=True)
    unit_kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    area = models.ForeignKey(Area, models.PROTECT, related_name="units", verbose_name=_("区域"))
    superiors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="subordinates",
        blank=True,
        verbose_name=_("上级单位"),
    )
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    active = models.BooleanField(_("在用"), default=True)

    objects = UnitQuerySet.as_manager()
    hidden = frozenset({"contact", "phone"})

    class Meta:
        ordering = ("area__path", "code")
        verbose_name = _("单位")
        constraints = (models.UniqueConstraint(Lower("code"), name="unit_code_once"),)

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    def get_absolute_url(self) -> str:
        """The unit's own page."""
        return reverse("units:detail", args=[self.pk])

    def place(self) -> Place:
        """A unit stands in its area and is its own affair."""
        return Place(self.area.path, self.pk)
