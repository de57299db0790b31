"""Reading photographs."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from chuangcheng.evidence.photographs.models import (
    Flag,
    FlagQuerySet,
    Photograph,
    PhotographQuerySet,
    Upload,
)
from chuangcheng.evidence.photographs.rules import REVIEW, SEE
from chuangcheng.ground.scope import Person


def visible(person: Person) -> PhotographQuerySet:
    """The photographs that a person may see."""
    rows = Photograph.objects.with_right(person, SEE)
    return rows.select_related("area", "unit", "point", "round", "person")


def of_owner(person: Person, kind: str, key: str) -> PhotographQuerySet:
    """The photographs in scope that belong to a thing of another noun, the first first."""
    return visible(person).filter(owner_kind=kind, owner_key=key).order_by("pk")


def of_judgements(person: Person, judgements: Collection[UUID]) -> PhotographQuerySet:
    """The photographs in scope that show these judgements, the first first."""
    return visible(person).filter(judgement__in=judgements).order_by("pk")


def of_visit(person: Person, visit: UUID) -> PhotographQuerySet:
    """The photographs in scope that were taken at a visit, the first first."""
    return visible(person).filter(visit=visit).order_by("pk")


def doubts(person: Person) -> FlagQuerySet:
    """The doubts that a person may decide."""
    rows = Flag.objects.with_right(person, REVIEW)
    return rows.select_related(
        "photograph__area", "photograph__point", "photograph__person", "photograph__round", "other"
    )


def by_uuid(uuid: UUID) -> Photograph | None:
    """The photograph of this name, whoever may see it: for the phone that sends it."""
    return Photograph.objects.filter(uuid=uuid).first()


def upload(uuid: UUID) -> Upload | None:
    """An upload that was begun and not finished, whoever began it."""
    return Upload.objects.filter(uuid=uuid).first()


def to_compare() -> PhotographQuerySet:
    """The photographs with which the jobs are not done, the first first."""
    return Photograph.objects.filter(compared_at=None).order_by("pk")
