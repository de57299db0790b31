"""What phones ask and send (docs/reference/field-protocol.md, 2 to 5)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ValidationError

from chuangcheng.evidence.visits import actions, days, queries
from chuangcheng.evidence.visits.actions import Kept, Sent
from chuangcheng.evidence.visits.bodies import NamedVisitIn, VisitIn
from chuangcheng.evidence.visits.pace import follow
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.devices.protocol import (
    MISSING,
    TYPE,
    DeviceRequest,
    RefusedError,
    answer,
    malformed_at,
)
from chuangcheng.ground.words import Words

B = TypeVar("B", bound=BaseModel)
MOST = 50
DIFFERS = Words(
    "同一编号的走访已经收到，内容不同。手机里的记录不会丢失，请联系创建办。",
    "A visit of this name came before with other content. Nothing is lost; ask the office.",
)
FULL = Words(
    "服务器磁盘已满，没有收下。手机里的记录不会丢失，请稍后再传。",
    "The site's disk is full. Nothing on the phone is lost; send again later.",
)

router = Router()


@router.get("day", url_name="day")
def day(request: DeviceRequest) -> HttpResponse:
    """All that the person is to do."""
    body = days.day(request.auth.person)
    tag = days.tag(body)
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = answer({"server_time": timezone.localtime().isoformat(), **body})
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@router.get("checklists/{digest}", url_name="checklist")
def checklist(request: DeviceRequest, digest: str) -> HttpResponse:
    """A checklist by its hash, which a phone may keep for ever."""
    found = days.checklist(request.auth.person, digest)
    if found is None:
        raise RefusedError(404, "not-found", MISSING)
    response = HttpResponse(found.text, content_type=TYPE)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["ETag"] = f'"{digest}"'
    return response


@router.put("visits/{uuid:uuid}", url_name="visit")
def visit(request: DeviceRequest, uuid: UUID) -> HttpResponse:
    """Keep a visit."""
    said = _read(VisitIn, request.body)
    [kept] = _now(_keep(request.auth, [Sent(uuid, said, request.body.decode())]))
    if kept.status == 409:
        raise RefusedError(409, "visit-differs", DIFFERS)
    return answer(_told(kept), kept.status)


@router.post("outbox", url_name="outbox")
def outbox(request: DeviceRequest) -> HttpResponse:
    """Keep several visits, each judged by itself."""
    given = _json(request.body)
    if not isinstance(given, dict) or not isinstance(given.get("visits"), list):
        raise malformed_at("visits", "a list is expected")
    if len(given["visits"]) > MOST:
        raise malformed_at("visits", f"{MOST} at most")
    read = [_one(body) for body in given["visits"]]
    sent = [one for one in read if isinstance(one, Sent)]
    kept = iter(_now(_keep(request.auth, sent)) if sent else [])
    told = [_result(next(kept)) if isinstance(one, Sent) else one for one in read]
    return answer({"visits": told})


def _keep(device: Device, sent: list[Sent]) -> list[Kept]:
    try:
        return actions.keep(device, sent)
    except actions.FullError:
        raise RefusedError(507, "full", FULL) from None


def _now(kept: list[Kept]) -> list[Kept]:
    """What has become of visits that were just kept, where they were looked at already."""
    fresh = [one.uuid for one in kept if one.status == 201]
    if not fresh or not follow():
        return kept
    known = queries.by_uuid(fresh)
    return [
        replace(one, state=known[one.uuid].state, refusal=known[one.uuid].refusal)
        if one.status == 201
        else one
        for one in kept
    ]


def _told(kept: Kept) -> dict[str, Any]:
    return {"uuid": str(kept.uuid), "state": str(kept.state), "refusal": kept.refusal}


def _result(kept: Kept) -> dict[str, Any]:
    if kept.status == 409:
        refused = RefusedError(409, "visit-differs", DIFFERS)
        return {"uuid": str(kept.uuid), "status": 409, **refused.told()}
    return {**_told(kept), "status": kept.status}


def _one(body: object) -> Sent | dict[str, Any]:
    """A visit of an outbox, or why it is none."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    uuid = body.get("uuid") if isinstance(body, dict) else None
    try:
        said = _read(NamedVisitIn, text.encode(errors="surrogatepass"))
    except RefusedError as error:
        return {"uuid": uuid, "status": error.status, **error.told()}
    return Sent(said.uuid, said, text)


def _read(body: type[B], text: bytes) -> B:
    """A body as the protocol has it. Raises RefusedError with its first fault."""
    try:
        return body.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise malformed_at(place, first["msg"]) from None


def _json(text: bytes) -> object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise malformed_at("", str(error)) from None
    return found
