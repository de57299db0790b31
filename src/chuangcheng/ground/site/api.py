"""The API: its frame, and the one shape in which every refusal is told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as SchemaError
from ninja.security import django_auth

from chuangcheng import __version__
from chuangcheng.ground.site.malformed import field_of, said


class Fault(Schema):
    """One thing that was refused: the field it is about, empty for the whole, and the sentence."""

    field: str = ""
    text: str


class Refusal(Schema):
    """Why nothing was done; all faults at once."""

    faults: list[Fault]


# Declared on every operation: signed out, not allowed, not there, not acceptable, busy.
REFUSALS: dict[int, Any] = dict.fromkeys((401, 403, 404, 422, 503), Refusal)


def build() -> NinjaAPI:
    """The API without its nouns. A session and its CSRF token let in, as on the pages."""
    api = NinjaAPI(
        title="chuangcheng",
        version=__version__,
        auth=django_auth,
        urls_namespace="api",
        docs_decorator=login_required,
    )

    def refuse(request: HttpRequest, status: int, faults: list[Fault]) -> HttpResponse:
        return api.create_response(request, Refusal(faults=faults), status=status)

    @api.exception_handler(AuthenticationError)
    def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return refuse(request, 401, [Fault(text=_("请先登录。"))])

    @api.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return refuse(request, 403, [Fault(text=str(error))])

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return refuse(request, 404, [Fault(text=_("没有找到，或不在您的范围之内。"))])

    @api.exception_handler(ValidationError)
    def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return refuse(request, 422, _faults(error))

    @api.exception_handler(SchemaError)
    def malformed(request: HttpRequest, error: SchemaError) -> HttpResponse:
        faults = [Fault(field=field_of(fault), text=said(fault)) for fault in error.errors]
        return refuse(request, 422, faults)

    return api


def _faults(error: ValidationError) -> list[Fault]:
    if not hasattr(error, "error_dict"):
        return [Fault(text=text) for text in error.messages]
    told = error.message_dict.items()
    return [Fault(field=name, text=text) for name, texts in told for text in texts]
