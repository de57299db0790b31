"""The frame of the field protocol: how a phone shows who it is, and how it is refused.

A noun that speaks with phones has a `field.py` with a `router`; all of them hang below
`/api/field/` (docs/reference/field-protocol.md).
"""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as SchemaError
from ninja.security import HttpBearer

from chuangcheng.ground.devices import actions, queries
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.words import Words

log = logging.getLogger("chuangcheng.devices")
PREFIX = "/api/field/"
TYPE = "application/json; charset=utf-8"

UNKNOWN = Words(
    "这部手机还没有配对，或配对已失效。请在“我的手机”页面重新配对，手机里的记录不会丢失。",
    "This phone is not paired, or no longer. Pair it again on “My phones”; what it holds is kept.",
)
REVOKED = Words(
    "这部手机已被停用。手机里没有上传的记录会保留，请联系创建办重新配对。",
    "This phone was revoked. What it has not sent stays on it; ask the creation office to pair it.",
)
MISSING = Words(
    "没有找到，或不在您的范围之内。", "It is not there, or it is not within your scope."
)
TOO_LARGE = Words("内容太大，没有收下。请分开上传。", "Too much at once; send it in parts.")
BUSY = Words(
    "站点正忙，没有收下。手机里的记录不会丢失，稍后会再传。",
    "The site is busy and did not take it. Nothing on the phone is lost; it is sent again.",
)
MALFORMED = Words("格式不对", "Not as the protocol says")


class DeviceRequest(HttpRequest):
    """A request of a paired phone."""

    auth: Device


class RefusedError(Exception):
    """Tells a phone why not: status, code, the sentence, and whatever else the answer holds."""

    def __init__(self, status: int, code: str, words: Words, **more: Any) -> None:
        super().__init__(words.en)
        self.status, self.code, self.words, self.more = status, code, words, more

    def told(self) -> dict[str, Any]:
        """The body of the refusal."""
        detail = {"zh": self.words.zh, "en": self.words.en}
        return {"code": self.code, "detail": detail, **self.more}


class Bearer(HttpBearer):
    """Lets in a paired phone by its token, read anew for each request."""

    def authenticate(self, request: HttpRequest, token: str) -> Device:
        """The phone. Raises RefusedError."""
        device = queries.by_token(token)
        if device is None:
            raise RefusedError(401, "device-unknown", UNKNOWN)
        if device.revoked_at is not None or not device.person_active:
            raise RefusedError(401, "device-revoked", REVOKED)
        actions.touch(device)
        return device


def answer(body: object, status: int = 200) -> HttpResponse:
    """An answer in JSON."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type=TYPE, status=status)


def malformed(error: SchemaError) -> RefusedError:
    """What to tell of a body or header that is not as the protocol says: its first place."""
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"])
    return malformed_at(place, str(first["msg"]))


def malformed_at(place: str, found: str) -> RefusedError:
    """A refusal that names the place and what was found there."""
    words = Words(f"{MALFORMED.zh}：{place}：{found}", f"{MALFORMED.en}: {place}: {found}")
    return RefusedError(422, "malformed", words)


def refuse(error: RefusedError) -> HttpResponse:
    """The answer of a refusal."""
    return answer(error.told(), error.status)


def build() -> NinjaAPI:
    """The field protocol without its operations; only paired phones get in."""
    api = NinjaAPI(
        title="chuangcheng field", auth=Bearer(), urls_namespace="field", docs_url=None,
        openapi_url=None,
    )  # fmt: skip

    @api.exception_handler(RefusedError)
    def refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
        return refuse(error)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return refuse(RefusedError(401, "device-unknown", UNKNOWN))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return refuse(RefusedError(404, "not-found", MISSING))

    @api.exception_handler(SchemaError)
    def misread(request: HttpRequest, error: SchemaError) -> HttpResponse:
        return refuse(malformed(error))

    @api.exception_handler(OperationalError)
    def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
        log.warning("A phone was sent away: %s", error)
        response = refuse(RefusedError(503, "busy", BUSY))
        response.headers["Retry-After"] = "30"
        return response

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return refuse(RefusedError(413, "too-large", TOO_LARGE))

    return api
