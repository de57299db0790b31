"""Editions for other systems."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import find
from chuangcheng.mandate.frameworks import queries
from chuangcheng.mandate.frameworks.models import (
    Edition,
    EditionQuerySet,
    Standard,
    StandardQuerySet,
)
from chuangcheng.mandate.frameworks.rules import SEE

router = Router(tags=["frameworks"])


class EditionOut(Schema):
    """An edition without its document."""

    id: int
    code: str
    version: str
    title_zh: str
    title_en: str
    area_id: int | None
    sha256: str
    state: str
    issued_at: datetime | None


class StandardOut(Schema):
    """A standard where it stands in the tree; methods and kinds of point by their codes."""

    id: int
    code: str
    title_zh: str
    title_en: str
    project_code: str
    content_code: str
    requirement: str
    requirement_en: str
    points: Decimal
    methods: list[str]
    point_types: list[str]

    @staticmethod
    def resolve_methods(standard: Standard) -> list[str]:
        """The codes of its methods."""
        return standard.methods.split()

    @staticmethod
    def resolve_point_types(standard: Standard) -> list[str]:
        """The codes of the kinds of point at which it is judged."""
        return standard.point_types.split()


@router.get("", response={200: list[EditionOut], **REFUSALS}, operation_id="frameworks_list")
@paginate
def index(request: Request) -> EditionQuerySet:
    """The editions in scope."""
    require(request.user, SEE)
    return queries.editions(request.user)


@router.get("/{int:pk}", response={200: EditionOut, **REFUSALS}, operation_id="frameworks_get")
def detail(request: Request, pk: int) -> Edition:
    """One edition."""
    require(request.user, SEE)
    return find(queries.editions(request.user), pk=pk)


@router.get(
    "/{int:pk}/document",
    response={200: dict[str, Any], **REFUSALS},
    operation_id="frameworks_document",
)
def document(request: Request, pk: int) -> dict[str, Any]:
    """The whole framework, as the published schema describes it."""
    require(request.user, SEE)
    edition = find(queries.editions(request.user), pk=pk)
    return queries.framework(edition).model_dump(mode="json")


@router.get(
    "/{int:pk}/standards",
    response={200: list[StandardOut], **REFUSALS},
    operation_id="frameworks_standards",
)
@paginate
def standards(request: Request, pk: int) -> StandardQuerySet:
    """The standards of an edition in the order of its tree."""
    require(request.user, SEE)
    edition = find(queries.editions(request.user), pk=pk)
    return queries.standards(request.user, edition).order_by("position")
