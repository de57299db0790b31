"""What happens around every request: a line in the journal, and headers that keep doors shut."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from chuangcheng.ground.site import metrics
from chuangcheng.ground.site.views import not_allowed

Answer = Callable[[HttpRequest], HttpResponse]
journal = logging.getLogger("chuangcheng.request")

# img: pictures that a page makes itself (previews, the icons of the API's pages).
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SHUT = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# Answers after which somebody may ask who it was.
REFUSED = frozenset({403, 404})


class Headers:
    """Only what this site serves may run, show or be sent to; pages with data are not kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the doors shut."""
        response = self._answer(request)
        for name, value in SHUT.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if request.method == "HEAD" and not response.streaming:
            # How long the body would be is told, the body itself is not.
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        # TRACE shows what was sent on the way here; no page has a use for it.
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self.get_response(request)


class Calm:
    """What only a button may ask for answers in a page of the house, too, and not with an empty one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the API says for itself what it takes."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or "Allow" not in response.headers:
            return response
        if request.path.startswith("/api/"):
            return response
        page = not_allowed(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class Journal:
    """One line for each request, without addresses, names or anything typed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note the route, the outcome and the time it took."""
        began = time.perf_counter()
        request_id = uuid.uuid4().hex[:16]
        response = self.get_response(request)
        took = time.perf_counter() - began
        metrics.observe(request.method or "", response.status_code, took)
        response.headers["X-Request-ID"] = request_id
        if match := request.resolver_match:
            told: dict[str, object] = {
                "request": request_id,
                "method": request.method,
                "route": f"/{match.route}",
            }
            told |= {"status": response.status_code, "ms": round(took * 1000, 1)}
            told |= _who(request) if response.status_code in REFUSED else {}
            journal.info("request", extra={"told": told})
        return response


def _who(request: HttpRequest) -> dict[str, object]:
    """The number of the account, which says nothing to whoever cannot read the people."""
    user = getattr(request, "user", None)
    return {"person": user.pk} if user is not None and user.is_authenticated else {}
