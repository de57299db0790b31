"""Reading areas."""

from __future__ import annotations

from chuangcheng.ground.areas.models import Area, AreaQuerySet
from chuangcheng.ground.areas.rules import CHANGE
from chuangcheng.ground.scope import Person


def areas(person: Person) -> AreaQuerySet:
    """The areas in a person's scope, a whole before its parts."""
    return Area.objects.for_user(person).select_related("parent")


def changeable(person: Person) -> AreaQuerySet:
    """The areas that a person may change."""
    return Area.objects.with_right(person, CHANGE)


def ancestors(area: Area) -> AreaQuerySet:
    """The areas that contain this one, the largest first."""
    parts = area.path.strip("/").split("/")[:-1]
    paths = ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    return Area.objects.filter(path__in=paths).order_by("path")
