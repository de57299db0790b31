"""All that can be opened: every address without a key, what links lead to, and the round's own.

Pages are found by going on from link to link, filter to filter and sort to sort, operations of the
API by their document. The secret round's own addresses are those of other rounds with the keys of
what it added to the tables.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import chain, islice, product
from typing import Any
from urllib.parse import parse_qsl, quote, urljoin, urlsplit
from zlib import crc32

from django.apps import apps
from django.db.models import Model
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse
from django.urls.exceptions import NoReverseMatch

from chuangcheng.conf.urls import api
from chuangcheng.evidence.inspections.models import Round

#: So many of a kind are opened for their like: of rounds, problems, people, and of what is asked by
#: a filter or a sort.
LIKE = 1
#: What is typed where a page looks for words; stands in all that is written of the secret round.
WORD = "密访"
#: What operations are asked by each of their parameters; a new one must be named here.
ASKED = {
    "after": ("0",), "kind": ("round", "point"), "limit": ("1",), "most": ("1",), "offset": ("1",),
    "page": ("2",), "q": (WORD, "测评", "点位", "走小0"), "round_id": (), "state": ("found",),
}  # fmt: skip
#: How an address answers to GET that is not there, or that is for writing only.
GONE, ONLY = 404, 405
#: A link of the site's own.
_LINK = re.compile(r"/(?!static/|/)|\?")

Keys = Mapping[type[Model], Collection[Any]]


@dataclass(frozen=True)
class Asked:
    """A request: an address, by a method."""

    path: str
    method: str = "GET"


@dataclass(frozen=True)
class Way:
    """How much is opened: always all lists, and pages of single things by thirds of their kinds.

    With `asking` by every filter, sort, search and file, too.
    """

    asking: bool = False
    thirds: tuple[int, ...] = (0, 1, 2)

    def leads_to(self, name: str, keys: Collection[Any]) -> bool:
        """Whether a page or an operation is opened."""
        return not keys or crc32(name.encode()) % 3 in self.thirds


@dataclass(frozen=True)
class Template:
    """An address with places for keys, of a noun, and by which methods it is asked."""

    name: str
    noun: str
    places: tuple[str, ...]
    methods: tuple[str, ...]
    asked: tuple[str, ...] = ()

    def path(self, values: Mapping[str, Any]) -> str:
        """The address with values in its places; empty where one does not fit."""
        if self.name.startswith("/"):
            return self.name.format(**values)
        try:
            return reverse(self.name, kwargs=values)
        except NoReverseMatch:
            return ""


@cache
def templates() -> tuple[Template, ...]:
    """Every page and every operation, but for what phones ask."""
    return (*_pages(get_resolver(), ""), *_operations())


def _pages(resolver: URLResolver, prefix: str) -> Iterator[Template]:
    for pattern in resolver.url_patterns:
        inner = f"{prefix}{getattr(pattern, 'namespace', '') or ''}"
        if not isinstance(pattern, URLResolver):
            name, places = f"{prefix}{pattern.name}", tuple(pattern.pattern.converters)
            yield Template(name, prefix.partition(":")[0], places, ("GET", "POST"))
        elif inner not in {"api", "field"}:
            yield from _pages(pattern, f"{inner}:" if pattern.namespace else prefix)


def _operations() -> Iterator[Template]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        places = tuple(re.findall(r"{(\w+)}", path))
        known = methods.get("get", {}).get("parameters", ())
        asked = tuple(one["name"] for one in known if one["in"] == "query")
        yield Template(path, path.split("/")[2], places, tuple(map(str.upper, methods)), asked)


class Places:
    """What can be put into the places of addresses: what stood there in addresses so far."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], list[Any]] = defaultdict(list)

    def learn(self, path: str) -> None:
        """Note what stands in the places of an address."""
        if match := matched(path):
            for name, value in match.kwargs.items():
                self._note(match.namespaces[0], name, value)

    def _note(self, noun: str, name: str, value: object) -> None:
        there = self.known[noun, name]
        if value not in there:
            there.append(value)

    def given(self, noun: str, name: str) -> list[Any]:
        """What has stood in a place of a noun's addresses, or in the address of a round."""
        rounds = self.known.get(("inspections", "pk"), [])[:1] if name == "pk" else []
        return list(dict.fromkeys([*self.known.get((noun, name), self._any(name))[:LIKE], *rounds]))

    def _any(self, name: str) -> list[Any]:
        """What stood in a place of this name, in the addresses of any noun."""
        found = (values for (_noun, known), values in self.known.items() if known == name)
        return list(chain.from_iterable(found))

    def unopened(self, opened: Collection[str], way: Way) -> Iterator[Asked]:
        """The pages to which no link led, with what stood in other addresses."""
        for template in templates():
            page = not template.name.startswith("/") and template.name not in opened
            if page and way.leads_to(template.name, template.places):
                yield from map(Asked, filled(template, self.given))


def matched(path: str) -> Any:
    """The page at an address, None where there is none."""
    try:
        return resolve(urlsplit(path).path)
    except Resolver404:
        return None


def filled(template: Template, given: Callable[[str, str], list[Any]]) -> list[str]:
    """The addresses of a template, with what is given for its places."""
    found = product(*(given(template.noun, name) for name in template.places))
    paths = (template.path(dict(zip(template.places, put, strict=True))) for put in found)
    return [path for path in paths if path]


def operations(places: Places, way: Way) -> Iterator[Asked]:
    """All that reads by the API, with what stands in the addresses of pages."""
    for template in templates():
        reads = template.name.startswith("/api/") and "GET" in template.methods
        if reads and way.leads_to(template.name, template.places):
            for path in filled(template, places.given):
                yield from _questions(path, template.asked if way.asking else ())


def _questions(path: str, names: Iterable[str]) -> Iterator[Asked]:
    yield Asked(path)
    for name in names:
        for value in ASKED[name]:
            yield Asked(f"{path}?{name}={quote(value)}")


def keys() -> dict[type[Model], set[Any]]:
    """What the tables hold."""
    known = (model for model in apps.get_models() if model._meta.managed)
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in known}


def own(before: Keys, places: Places, status: Callable[[str], int]) -> list[Asked]:
    """The addresses of what was added to the tables, one of each kind, for reading and writing.

    `status` is what somebody who is on the round gets at an address.
    """
    fresh = Fresh.since(before, places)
    asked = [Asked(f"{path}?round_id={fresh.round}") for path in _asking("round_id")]
    for template in templates():
        known = set(filled(template, places.given))
        paths = (one for one in filled(template, fresh.given) if one not in known)
        for path, found in islice(((one, got) for one in paths if (got := status(one)) != GONE), 1):
            asked += [Asked(path, way) for way in template.methods if way != "GET" or found != ONLY]
    return asked


def _asking(name: str) -> list[str]:
    return [one.name for one in templates() if name in one.asked]


@dataclass(frozen=True)
class Fresh:
    """The keys of what was added, and for other places what stood there so far."""

    added: Mapping[type[Model], list[Model]]
    places: Places

    @classmethod
    def since(cls, before: Keys, places: Places) -> Fresh:
        """What was added since the tables held these keys; the first of each."""
        found = {}
        for model, now in keys().items():
            if new := now - before[model]:
                found[model] = list(model._base_manager.filter(pk__in=new).order_by("pk")[:2])
        return cls(found, places)

    @property
    def round(self) -> int:
        """The key of the round."""
        return int(self.added[Round][0].pk)

    def given(self, noun: str, name: str) -> list[Any]:
        """What to put into a place of a noun's addresses: keys of its own, or that of the round."""
        nouns, found = {model._meta.app_label for model in self.added}, list[Any]()
        for model, rows in self.added.items():
            label, names = model._meta.app_label, {f.name for f in model._meta.fields}
            if model._meta.model_name == name or (
                model is Round and name == "pk" and noun in nouns
            ):
                found += [row.pk for row in rows]
            elif label == noun and name in {"pk", *names}:
                found += [getattr(row, name) for row in rows]
        return list(dict.fromkeys(found)) or self.places.given(noun, name)


class _Page(HTMLParser):
    """The addresses on a page: its links, and what its forms for looking would ask."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.found, self._form, self._select = here, set[str](), "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element leads to."""
        said = {name: value or "" for name, value in attrs}
        self.found |= {urljoin(self.here, one) for one in said.values() if _LINK.match(one)}
        if tag == "form":
            looking = said.get("method", "get").lower() == "get"
            self._form = urljoin(self.here, said.get("action", "")) if looking else ""
        elif tag == "select":
            self._select = said.get("name", "")
        elif self._form and tag in {"option", "input"}:
            self._ask(said.get("name", self._select), said.get("value") or WORD)

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "form":
            self._form = ""

    def _ask(self, name: str, value: str) -> None:
        self.found.add(f"{self._form.partition('?')[0]}?{name}={quote(value)}")


class Frontier:
    """What is still to be opened: some of each kind of page, and of what it asks."""

    def __init__(self, way: Way) -> None:
        self._waiting = [path for one in templates() if (path := _unkeyed(one))]
        self._seen, self._known, self._way = set[str](), Counter[str](), way

    def follow(self, here: str, page: str) -> None:
        """Go on to what a page leads to."""
        parser = _Page(here)
        parser.feed(page)
        # The newest first, which have the highest keys.
        found = (one.partition("#")[0] for one in parser.found)
        self._waiting += sorted(found, key=_by_number, reverse=True)

    def __iter__(self) -> Iterator[str]:
        while self._waiting:
            path = self._waiting.pop(0)
            if path not in self._seen and self._wanted(path):
                yield path
            self._seen.add(path)

    def _wanted(self, path: str) -> bool:
        """One question at a time, and of all that are alike only some."""
        parts, match = urlsplit(path), matched(path)
        asked = parse_qsl(parts.query)
        if match is None or len(asked) > (1 if self._way.asking else 0):
            return False
        if not self._way.leads_to(match.view_name, match.kwargs):
            return False
        alike = " ".join([match.view_name, *(_alike(*one) for one in asked)])
        self._known[alike] += 1
        return self._known[alike] <= LIKE


def _by_number(path: str) -> str:
    """By which addresses are sorted by the numbers in them."""
    return re.sub(r"\d+", lambda number: number[0].zfill(12), path)


def _alike(name: str, value: str) -> str:
    """Every form of a file is asked for, and by every filter, but not by all of its values."""
    return f"{name}={value}" if name.endswith("format") else name


def _unkeyed(template: Template) -> str:
    return "" if template.places or template.name.startswith("/api/") else template.path({})
