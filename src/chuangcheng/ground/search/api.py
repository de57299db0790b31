"""Search for other systems."""

from __future__ import annotations

from ninja import Field, Query, Router, Schema

from chuangcheng.ground.search import queries
from chuangcheng.ground.search.queries import LONGEST, Hit
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request

router = Router(tags=["search"])


class HitOut(Schema):
    """Something found."""

    kind: str
    id: int
    title: str
    url: str

    @staticmethod
    def resolve_id(hit: Hit) -> int:
        """Its key, by which its own operations know it."""
        return hit.key

    @staticmethod
    def resolve_title(hit: Hit) -> str:
        """Its title in one piece."""
        return "".join(piece.text for piece in hit.title)


class GroupOut(Schema):
    """What was found of one kind; `total` counts what lies in the caller's scope."""

    kind: str
    total: int
    hits: list[HitOut]


class Asked(Schema):
    """What to look for."""

    q: str = Field(min_length=1, max_length=LONGEST)
    kind: str = ""
    most: int = Field(20, ge=1, le=100)
    page: int = Field(1, ge=1)


@router.get("", response={200: list[GroupOut], **REFUSALS}, operation_id="search")
def search(request: Request, asked: Query[Asked]) -> list[queries.Group]:
    """What the caller may see and that has these words, by kind, the closest first."""
    return queries.search(request.user, asked.q, kind=asked.kind, most=asked.most, page=asked.page)
