"""Reading areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CASCADE, ForeignObjectRel, QuerySet

from chuangcheng.ground.areas.models import Area, AreaQuerySet
from chuangcheng.ground.areas.rules import CHANGE
from chuangcheng.ground.scope import Person, ScopedQuerySet


@dataclass(frozen=True)
class Standing:
    """Rows of one model that stand on an area; without a `name` where people know none for them."""

    name: str
    rows: QuerySet[Any]


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


def standing_on(area: Area) -> list[Standing]:
    """What keeps an area from being removed, whoever may see it: all that does not go with it."""
    found = [
        _standing(relation, area)
        for relation in area._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is not CASCADE
    ]
    return [one for one in found if one.rows.exists()]


def named(person: Person, standing: Iterable[Standing]) -> list[str]:
    """The names of what a person may see of it."""
    return [one.name for one in standing if one.name and _sees(person, one.rows)]


def _standing(relation: ForeignObjectRel, area: Area) -> Standing:
    model = relation.related_model
    name = "" if relation.hidden else str(model._meta.verbose_name)
    return Standing(name, model._default_manager.filter(**{relation.field.name: area}))


def _sees(person: Person, rows: QuerySet[Any]) -> bool:
    return isinstance(rows, ScopedQuerySet) and rows.for_user(person).exists()
