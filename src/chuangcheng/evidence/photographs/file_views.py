"""The pictures themselves: each request asks anew whether the person may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotModified

from chuangcheng.evidence.photographs import files, queries
from chuangcheng.evidence.photographs.rules import COVER, ORIGINAL, SEE
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.subject import fetch, find


@page(SEE)
def picture(request: Request, uuid: UUID) -> HttpResponse:
    """What people look at, covered where somebody covered it."""
    return _file(request, find(queries.visible(request.user), uuid=uuid).picture)


@page(SEE)
def thumbnail(request: Request, uuid: UUID) -> HttpResponse:
    """The same, small."""
    return _file(request, find(queries.visible(request.user), uuid=uuid).thumbnail)


@page(COVER)
def plain(request: Request, uuid: UUID) -> HttpResponse:
    """The picture without boxes, for whoever draws them."""
    found = fetch(queries.visible(request.user), request.user, COVER, uuid=uuid)
    return _file(request, found.plain)


@page(ORIGINAL)
def original(request: Request, uuid: UUID) -> HttpResponse:
    """The bytes as they came, to be kept and not shown: whatever they are, no browser opens them."""
    found = fetch(queries.visible(request.user), request.user, ORIGINAL, uuid=uuid)
    answer = _file(request, found.original, "application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.uuid}"'
    return answer


def _file(request: Request, name: str, kind: str = "image/jpeg") -> HttpResponse:
    """A kept file; a browser may keep it too, and asks each time whether it still may show it."""
    if not name:
        raise Http404
    tag = f'"{name.rpartition("/")[2]}"'
    unchanged = request.headers.get("If-None-Match") == tag
    answer = (
        HttpResponseNotModified() if unchanged else HttpResponse(files.get(name), content_type=kind)
    )
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
