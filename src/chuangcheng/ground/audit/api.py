"""The audit log for other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.ground.audit import queries
from chuangcheng.ground.audit.models import Event, EventQuerySet
from chuangcheng.ground.audit.rules import SEE
from chuangcheng.ground.audit.telling import sentence
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request

router = Router(tags=["audit"])


class EventOut(Schema):
    """One event, with its sentence and its link in the chain."""

    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    verb: str
    what: str
    subject_kind: str
    subject_id: str
    title: str
    why: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    prev: str
    hash: str

    @staticmethod
    def resolve_what(event: Event) -> str:
        """The event in words."""
        return sentence(event)


@router.get("", response={200: list[EventOut], **REFUSALS}, operation_id="audit_list")
@paginate
def index(request: Request) -> EventQuerySet:
    """The events in scope, the newest first."""
    require(request.user, SEE)
    return queries.events(request.user)
