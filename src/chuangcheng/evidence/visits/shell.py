"""The app that phones run, and the map beneath it: open to all, since neither holds any data.

The app is built into `static/field/`; the office may put `basemap.pmtiles` into the data folder.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.evidence.visits.basemap import archive
from chuangcheng.ground.site import maps

APP = Path(__file__).parent / "static" / "field"
WORKER = "sw.js"
TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript"}
#: Names with a stamp of their content, which the build gives to everything here.
STAMPED = "assets/"
FOR_A_YEAR = "public, max-age=31536000, immutable"
#: The most that one Range request is answered; a reader that wants more asks again.
MOST_BYTES = 16 * 1024**2
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@login_not_required
@require_safe
def app(request: HttpRequest) -> HttpResponseBase:
    """The app's page; where it was not built, one sentence that says what to do."""
    page = APP / "index.html"
    if not page.is_file():
        return render(request, "visits/not_built.html", status=503)
    return _sent(page)


@login_not_required
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the app: its service worker, its manifest, scripts, styles, icons."""
    found = (APP / name).resolve()
    if not found.is_relative_to(APP.resolve()) or not found.is_file():
        raise Http404
    response = _sent(found)
    if name == WORKER:
        response.headers["Service-Worker-Allowed"] = "/field/"
    if name.startswith(STAMPED):
        response.headers["Cache-Control"] = FOR_A_YEAR
    return response


@login_not_required
@require_safe
def basemap(request: HttpRequest) -> HttpResponseBase:
    """The office's map, whole or the bytes that are asked for."""
    known, found = archive(), maps.basemap_file()
    if known is None:
        raise Http404
    wanted = request.headers.get("Range")
    response = _part(found, known.bytes, wanted) if wanted else FileResponse(found.open("rb"))
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = f'"{known.tag}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Type"] = "application/octet-stream"
    return response


def _sent(found: Path) -> HttpResponse:
    kind = TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0]
    response = HttpResponse(found.read_bytes(), content_type=kind or "application/octet-stream")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _part(found: Path, size: int, wanted: str) -> HttpResponse:
    """One range of a file (RFC 9110, section 14); 416 when there is nothing of it."""
    span = _span(wanted, size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = span
    last = min(last, first + MOST_BYTES - 1)
    with found.open("rb") as file_:
        file_.seek(first)
        content = file_.read(last - first + 1)
    told = {"Content-Range": f"bytes {first}-{first + len(content) - 1}/{size}"}
    return HttpResponse(content, status=206, headers=told)


def _span(wanted: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a range, or None when it cannot be satisfied."""
    match = _RANGE.fullmatch(wanted.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        return (max(0, size - int(match[2])), size - 1) if int(match[2]) and size else None
    first, last = int(match[1]), int(match[2]) if match[2] else size - 1
    return (first, min(last, size - 1)) if first <= last and first < size else None
