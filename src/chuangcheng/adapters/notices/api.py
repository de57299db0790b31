"""One's own notices for other systems, such as the program of an office's own inbox."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.adapters.notices import queries
from chuangcheng.adapters.notices.models import Notice
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """One thing that one is to know; `link` is the page of this site that it leads to."""

    id: int
    source: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    link: str
    at: datetime


@router.get("", response={200: list[NoticeOut], **REFUSALS}, operation_id="notices_list")
@paginate
def own(request: Request, after: int = 0) -> QuerySet[Notice]:
    """One's own notices whose key is greater than `after`, by key; nobody reads anybody else's."""
    return queries.own(request.user).filter(pk__gt=after).order_by("pk")
