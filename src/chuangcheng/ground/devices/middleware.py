"""The short way for requests of phones."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from chuangcheng.ground.devices.protocol import MISSING, PREFIX, RefusedError, refuse

Answer = Callable[[HttpRequest], HttpResponse]


class FieldProtocol:
    """Lead requests below `/api/field/` straight to their operation.

    They carry no cookie, so sessions, CSRF, messages and languages would cost most of the time of a
    submission and guard nothing. What stands outside of this still holds: the journal, the headers.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, by the short way where there is one."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return refuse(RefusedError(404, "not-found", MISSING))
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        if not response.streaming:
            # Without a length the server would answer in chunks.
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response
