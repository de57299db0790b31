"""The pages that only a POST reaches: refused forms, dry runs, and what is shown once.

A refused form is had from any page with a form by sending it without a single field of its own.
The others are told here one by one, each with who gets there and how.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from chuangcheng.ground.sheets.writing import workbook
from chuangcheng.ground.signin import actions
from chuangcheng.ground.signin.totp import STEP, code_at, new_secret
from tests.site.assignments.street import Street
from tests.site.cast import PASSWORD, World
from tests.site.inspections.scene import STREET, written
from tests.site.looks.reader import Asked

FORM = "application/x-www-form-urlencoded"
#: A form of the page itself: it names no other address.
_OWN_FORM = re.compile(rb"<form(?=[^>]*method=\"post\")(?![^>]*action=)[^>]*>", re.IGNORECASE)
HEADINGS = ["代码", "名称", "层级", "上级代码"]
GOOD = ["QH-NH", "南湖镇", "乡镇（街道）", "QH"]
BAD = [["", "无名", "乡镇（街道）", "QH"], ["A/B", "斜杠", "V", "QH"]]


def refused(page: HttpResponseBase | None, client: Client, asked: Asked) -> HttpResponseBase | None:
    """How a page answers when its form is sent with nothing filled in.

    None where it has no form, or one that may be sent so.
    """
    if page is None or page.streaming or not _OWN_FORM.search(page.content):
        return None
    client.raise_request_exception = True
    # A field that no form knows: without any, a form would be shown as if it were new.
    answer = client.post(asked.path, "nothing=1", FORM)
    return answer if answer.status_code == 200 else None


@dataclass(frozen=True)
class Step:
    """A page, whose it is, and the requests that lead there: the last one is looked at."""

    who: str | None
    reach: Callable[[Client, World], Asked]


def _posted(path: str, said: str = "") -> Callable[[Client, World], Asked]:
    return lambda _client, _world: Asked("POST", path, said, FORM)


def _uploaded(client: Client, path: str, content: bytes, name: str) -> Asked:
    """A file is sent; its dry run is looked at."""
    answer = client.post(path, {"file": SimpleUploadedFile(name, content)})
    return Asked("GET", str(answer.headers["Location"]))


def _areas(*rows: list[str]) -> Callable[[Client, World], Asked]:
    book = workbook("区域", HEADINGS, list(rows))
    return lambda client, _world: _uploaded(client, "/areas/sheet/", book, "区域.xlsx")


def _observations(client: Client, world: World) -> Asked:
    round_ = Street(world).round
    wrong = [(*STREET[0][:-1], "guess"), ("QH-DJ", "QH-JJ", "P9", *STREET[0][3:])]
    upload = reverse("inspections:upload", args=[round_.pk])
    return _uploaded(client, upload, written(*STREET, *wrong), "rows.csv")


def _new_password(_client: Client, world: World) -> Asked:
    return Asked("POST", f"/people/{world.clerk.pk}/password/", "", FORM)


def _code(said: str) -> Callable[[Client, World], Asked]:
    """The step after the password, for whoever has one-time codes."""

    def reach(client: Client, world: World) -> Asked:
        secret = new_secret()
        code = code_at(secret, int(time.time() // STEP))
        actions.set_up_totp(world.office, password=PASSWORD, secret=secret, code=code)
        client.post("/sign-in/", {"username": "office", "password": PASSWORD})
        return Asked("POST" if said else "GET", "/sign-in/code/", said, FORM)

    return reach


STEPS: Mapping[str, Step] = {
    "the code that pairs a phone": Step("inspector", _posted("/devices/pair/")),
    "a dry run without a fault": Step("office", _areas(GOOD)),
    "a dry run with every fault": Step("office", _areas(*BAD, GOOD, GOOD)),
    "a dry run of observations": Step("office", _observations),
    "a password that is shown once": Step("office", _new_password),
    "a wrong password": Step(None, _posted("/sign-in/", "username=office&password=wrong")),
    "the one-time code": Step(None, _code("")),
    "a wrong one-time code": Step(None, _code("code=000000")),
    "one-time codes without the password": Step("clerk", _posted("/account/codes/", "code=1")),
    "a new password that is too short": Step(
        "clerk", _posted("/account/password/", f"old={PASSWORD}&new=short&again=other")
    ),
}
