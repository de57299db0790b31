"""What somebody gets at an address, without what honestly differs from one answer to the next."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff

from django.http import HttpResponseBase
from django.test import Client

from tests.site.secrecy.addresses import Asked, Frontier, Places, Way, matched, operations

#: All that is left out of texts, by what comes before it, and why. Time stands still, and keys are
#: the same in both worlds.
LEFT_OUT = {
    r'(name="csrfmiddlewaretoken" value=")[^"]*': "made anew for every page",
    r'(data-csrf-token=")[^"]*': "made anew for every page",
    r'(<p class="code">)(?:\w{4} ){7}\w{4}': "offered anew to whoever has no one-time codes",
    r"(otpauth://totp/[^?]*\?secret=)\w{32}": "the same, for the phone",
    r"()(?m:^chuangcheng_request.*\n)": "what this process has answered so far, and how fast",
    r'( xsi:type="dcterms:W3CDTF">)[^<]*': "when a workbook was written",
}
HEADERS_LEFT_OUT = {
    "X-Request-ID": "made anew for every request",
    "Content-Length": "of a workbook, that of what is packed; the text is compared itself",
}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Answer:
    """What somebody gets: the status, the headers, the text."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str

    def differs(self, other: Answer) -> str:
        """In what another answer differs, a line each."""
        return "\n".join(unified_diff(self._lines(), other._lines(), lineterm="", n=0))

    def _lines(self) -> list[str]:
        return [str(self.status), *map(str, self.headers), *self.text.splitlines()]


def ask(client: Client, asked: Asked) -> tuple[Answer, str]:
    """Send a request; gives the answer, and the page as it came."""
    given = client.generic(asked.method, asked.path)
    content = b"".join(given) if given.streaming else given.content
    kind = given.headers.get("Content-Type", "")
    text = _unpacked(content) if kind == WORKBOOK else content.decode(errors="backslashreplace")
    page = text if kind.startswith("text/html") else ""
    return Answer(given.status_code, _headers(given), plain(text)), page


def plain(text: str) -> str:
    """A text without what honestly differs."""
    for pattern in LEFT_OUT:
        text = re.sub(pattern, r"\1", text)
    return text


def _headers(given: HttpResponseBase) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(one for one in given.headers.items() if one[0] not in HEADERS_LEFT_OUT))


def _unpacked(content: bytes) -> str:
    """The texts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = sorted(book.namelist())
        return "\n".join(f"{name}\n{book.read(name).decode()}" for name in names)


def all_of(client: Client, way: Way) -> tuple[dict[Asked, Answer], Places]:
    """All that somebody gets who goes on from every page to all that it leads to."""
    got, frontier, places = dict[Asked, Answer](), Frontier(way), Places()
    for path in frontier:
        got[Asked(path)], page = ask(client, Asked(path))
        places.learn(path)
        frontier.follow(path, page)
    opened = {match.view_name for one in got if (match := matched(one.path))}
    for asked in (*places.unopened(opened, way), *operations(places, way)):
        got[asked], _page = ask(client, asked)
    return got, places


def differences(never: Mapping[Asked, Answer], now: Mapping[Asked, Answer]) -> list[str]:
    """In what the answers differ, by what was asked."""
    return [
        f"{asked.method} {asked.path}\n{answer.differs(now[asked])}"
        for asked, answer in never.items()
        if answer != now[asked]
    ]
