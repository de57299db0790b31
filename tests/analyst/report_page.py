"""A report read as a reader does: its elements by id, its links, and the cells of its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import unquote

VOID = {"meta", "input", "br", "link"}


@dataclass
class Element:
    """An element with what is in it; `text` leaves out the other language."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def text(self, lang: str = "zh") -> str:
        """The text that a reader of a language sees."""
        if self.attributes.get("lang", lang) not in {lang, "zh-Hans"}:
            return ""
        parts = (c if isinstance(c, str) else c.text(lang) for c in self.children)
        return "".join(parts).strip()

    def all(self, tag: str) -> list[Element]:
        """The elements of a tag below this one, in order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                found += [*([child] if child.tag == tag else []), *child.all(tag)]
        return found

    def rows(self) -> list[list[str]]:
        """The cells of the table rows below."""
        return [
            [cell.text() for cell in row.children if isinstance(cell, Element)]
            for row in self.all("tr")
        ]


class Page(HTMLParser):
    """A whole report."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.ids: dict[str, Element] = {}
        self.doubled: list[str] = []
        self.hrefs: list[str] = []
        self._open = [self.root]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes)
        self._open[-1].children.append(element)
        if "id" in attributes:
            self.doubled += [attributes["id"]] if attributes["id"] in self.ids else []
            self.ids[attributes["id"]] = element
        if tag == "a":
            self.hrefs.append(attributes["href"])
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self._open[-1].children.append(Element(tag, {n: v or "" for n, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close an element; raise where another one is open."""
        closed = self._open.pop()
        assert closed.tag == tag, f"<{closed.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._open[-1].children.append(data)

    def dead_links(self) -> list[str]:
        """Links within the page that lead nowhere."""
        targets = {unquote(href[1:].partition(";")[0]) for href in self.hrefs}
        return sorted(targets - self.ids.keys())


def figure(text: str) -> Decimal:
    """A printed figure as a number."""
    return (
        Decimal(text.split(maxsplit=1)[0].replace("−", "-").replace(",", ""))
        if text
        else Decimal(0)
    )
