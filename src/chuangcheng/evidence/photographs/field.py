"""Photographs, as phones send them: whole at once, or in pieces that survive a broken connection."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db import OperationalError
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from ninja import Header, Router
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from chuangcheng.evidence.photographs import actions, arriving, errands, files, queries
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import Photograph, Upload
from chuangcheng.evidence.photographs.rules import refusal
from chuangcheng.ground.devices.protocol import DeviceRequest, RefusedError, answer, malformed_at
from chuangcheng.ground.words import Words
from chuangcheng.lib.digits import integer
from chuangcheng.lib.imagefile import HEAD, Fault, refused
from chuangcheng.lib.pictures import heic_known

router = Router()
_BLOCK = 1 << 16

DIFFERS = Words(
    "照片在传送中有误，将重新上传。", "The photograph was garbled on its way; it is sent again."
)
OFFSET = Words("照片将从断开处继续上传。", "The photograph goes on from where it broke off.")
FULL = Words(
    "站点的磁盘快满了，照片暂时收不下。照片会留在手机里，请联系创建办。",
    "The site's disk is nearly full and takes no photographs. They stay on the phone; tell the "
    "creation office.",
)
MISSING = Words("这张照片还没有开始上传。", "The upload of this photograph has not begun.")


class Position(BaseModel):
    """Where the phone was, in degrees of WGS-84, and how sure it was."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    accuracy_m: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    at: datetime | None = None


class Facts(BaseModel):
    """What a phone says of a photograph before its bytes."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(ge=1)
    visit: UUID
    judgement: UUID | None = None
    item: str = Field(default="", max_length=64)
    taken_at: AwareDatetime | None = None
    position: Position | None = None
    clock_difference_s: float | None = Field(default=None, allow_inf_nan=False)
    type: str = ""


@router.put("photographs/{uuid:uuid}", url_name="photograph")
def put(
    request: DeviceRequest,
    uuid: UUID,
    facts: Annotated[str, Header(alias="Upload-Facts")],
) -> HttpResponse:
    """Take a photograph whole; with an empty body, begin it or say how far it is."""
    told = read_facts(facts)
    known = arriving.known(uuid)
    if known is not None and known.person_id != request.auth.person_id:
        raise RefusedError(404, "not-found", MISSING)
    if isinstance(known, arriving.Kept):
        if known.sha256 != told.sha256:
            raise RefusedError(422, "photograph-differs", DIFFERS)
        return _said(uuid, known.size, known.size, 200)
    if told.size > limits().most_bytes:
        raise RefusedError(413, "too-large", refusal(Fault.TOO_LARGE))
    upload = actions.announced(request.auth, known, uuid=uuid, facts=told.model_dump(mode="json"))
    here = _take(request, upload, 0) if _length(request) else files.received(uuid)
    if here < told.size:
        actions.await_rest(upload)
    return _said(uuid, told.size, here, 200 if known else 201)


@router.patch("photographs/{uuid:uuid}", url_name="photograph-rest")
def patch(
    request: DeviceRequest,
    uuid: UUID,
    offset: Annotated[int, Header(alias="Upload-Offset", ge=0)],
) -> HttpResponse:
    """Take the next bytes of a photograph."""
    upload = queries.upload(uuid) or queries.by_uuid(uuid)
    if upload is None or upload.person_id != request.auth.person_id:
        raise RefusedError(404, "not-found", MISSING)
    if isinstance(upload, Photograph):
        return answer({"offset": upload.size})
    here = files.received(uuid)
    if offset != here:
        raise RefusedError(409, "offset", OFFSET, offset=here)
    return answer({"offset": _take(request, upload, offset)})


@router.get("retakes/photographs/{uuid:uuid}", url_name="retake-before")
def before(request: DeviceRequest, uuid: UUID) -> HttpResponse:
    """A photograph that was not accepted, small, while its person may still take it again."""
    person = request.auth.person
    shown = errands.rejected(person).filter(photograph__uuid=uuid).select_related("photograph")
    flag = shown.first()
    if flag is None or not flag.photograph.thumbnail:
        raise RefusedError(404, "not-found", MISSING)
    content = files.get(flag.photograph.thumbnail)
    response = HttpResponse(content, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def read_facts(header: str) -> Facts:
    """What the header `Upload-Facts` says. Raises RefusedError naming the first wrong place."""
    try:
        text = base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))
        return Facts.model_validate(json.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(["Upload-Facts", *(str(part) for part in first["loc"])])
        raise malformed_at(place, first["msg"]) from None
    except (binascii.Error, ValueError):
        raise malformed_at("Upload-Facts", "not base64url of JSON") from None


def _take(request: DeviceRequest, upload: Upload, start: int) -> int:
    """Put the body behind what is here; gives how much is here, all once it is kept."""
    size = int(upload.facts["size"])
    try:
        with files.held(upload.uuid) as part:
            hashed = files.Hashed(_blocks(request))
            here = files.add(part, hashed, start=start, most=size)
            _check_kind(upload, hashed.head if start == 0 else None, here)
            if here < size:
                return here
            # Whole at once, it was hashed as it came; the rest of one is read again.
            return _finish(upload, hashed.digest() if start == 0 else files.digest(upload.uuid))
    except files.BusyError:
        here = files.received(upload.uuid)
        raise RefusedError(409, "offset", OFFSET, offset=here) from None
    except (OSError, OperationalError) as error:
        if not files.is_full(error):
            raise
        # The bytes so far stay where they are, and so does the phone's own copy.
        raise RefusedError(507, "full", FULL) from None


def _check_kind(upload: Upload, head: bytes | None, here: int) -> None:
    """Refuse at once what its first bytes show to be no photograph."""
    if here < HEAD:
        return
    fault = refused(head or files.head(upload.uuid, HEAD), heic=heic_known())
    if fault is not None:
        actions.give_up(upload)
        raise RefusedError(415, "not-an-image", refusal(fault))


def _finish(upload: Upload, digest: str) -> int:
    if digest != upload.facts["sha256"]:
        files.drop(upload.uuid)
        raise RefusedError(422, "photograph-differs", DIFFERS, offset=0)
    actions.receive(upload)
    return int(upload.facts["size"])


def _blocks(request: DeviceRequest) -> Iterator[bytes]:
    """The body as far as it comes: a phone's connection may break at any byte."""
    try:
        while block := request.read(_BLOCK):
            yield block
    except UnreadablePostError:
        return


def _length(request: DeviceRequest) -> int:
    return integer(request.META.get("CONTENT_LENGTH")) or 0


def _said(uuid: UUID, size: int, offset: int, status: int) -> HttpResponse:
    return answer({"uuid": str(uuid), "size": size, "offset": offset}, status)
