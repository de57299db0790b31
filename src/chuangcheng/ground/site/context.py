"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from chuangcheng import __version__
from chuangcheng.ground.site.desk import DESK, seen


def house(request: HttpRequest) -> dict[str, Any]:
    """The menu of the person who asks, where they are in it, and the version."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"version": __version__}
    return {"version": __version__, "menu": seen(DESK.menu, user), "here": _here(request)}


def _here(request: HttpRequest) -> str:
    match = request.resolver_match
    noun = (match.app_names[0] if match.app_names else match.url_name) if match else ""
    noun = next((entry.key for entry in DESK.menu if noun in entry.nouns), noun)
    known = {entry.key for entry in DESK.menu}
    below_settings = {entry.url.split(":")[0] for entry in DESK.settings}
    return "settings" if noun in below_settings and noun not in known else noun or ""
