"""The tree of areas."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.scope import Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject


class Level(models.IntegerChoices):
    """The four levels that act together (四级联动)."""

    CITY = 1, _("市")
    COUNTY = 2, _("县（市、区）")
    TOWNSHIP = 3, _("乡镇（街道）")
    COMMUNITY = 4, _("社区（村）")


#: The groups that most counties rank in; any other name is an office's own and stays as it is.
GROUPS = {"乡镇": _("乡镇"), "街道": _("街道")}


def group_in_words(group: str) -> str:
    """The name of a group, in the reader's language where it is one that most have."""
    return str(GROUPS.get(group, group))


class AreaQuerySet(ScopedQuerySet["Area"]):
    """Areas; a grant reaches its own area and all below it."""

    area_path = "path"

    def below(self, path: str) -> AreaQuerySet:
        """The area of this path and everything in it."""
        return self.filter(path__startswith=path)


class Area(Subject):
    """One area. `path` is its parents' codes and its own, `/city/county/…/`."""

    kind: ClassVar[str] = "area"

    code = models.CharField(
        _("代码"),
        max_length=40,
        validators=[RegexValidator(r"^[^/\s]+$", _("代码中不能有斜杠和空格。"))],
    )
    title_zh = models.CharField(_("名称"), max_length=100)
    title_en = models.CharField(_("英文名称"), max_length=150, blank=True)
    level = models.PositiveSmallIntegerField(_("层级"), choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    path = models.CharField(max_length=400, unique=True, editable=False)
    group = models.CharField(_("排名组别"), max_length=60, blank=True)
    weight = models.DecimalField(
        _("权重"), max_digits=9, decimal_places=4, default=1, validators=[MinValueValidator(0)]
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        verbose_name = _("区域")
        constraints = (
            # Subtrees are found by LIKE, which does not tell A from a everywhere.
            models.UniqueConstraint(Lower("code"), name="area_code_once"),
        )

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    def get_absolute_url(self) -> str:
        """The area's own page."""
        return reverse("areas:detail", args=[self.pk])

    def place(self) -> Place:
        """An area stands where it is."""
        return Place(self.path)
