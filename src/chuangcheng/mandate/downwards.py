"""What is decided above holds for all below: whoever stands inside an area sees what it decided."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Q

from chuangcheng.ground.scope import EVERYWHERE, Holding, ScopedQuerySet

M = TypeVar("M", bound=models.Model)


def wholes(path: str) -> list[str]:
    """The path of an area and of every area that contains it, the largest first."""
    codes = path.strip("/").split("/")
    return ["/" + "/".join(codes[: n + 1]) + "/" for n in range(len(codes))]


class DownwardQuerySet(ScopedQuerySet[M]):
    """Rows that an area keeps, seen from within it, from above it, and, kept by none, by all.

    `keeper` is the lookup of the area.
    """

    keeper: ClassVar[str] = "area"

    def _covered(self, holding: Holding) -> Q:
        if holding.area == EVERYWHERE:
            return Q()
        return (
            Q(**{f"{self.keeper}__isnull": True})
            | Q(**{f"{self.keeper}__path__startswith": holding.area})
            | Q(**{f"{self.keeper}__path__in": wholes(holding.area)})
        )
