"""The permission matrix: its rows, and the gathering of them from the nouns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chuangcheng.conf.urls import api
from tests.site.cast import World

HERE = Path(__file__).parent
# How those who may not are answered: out of scope, and in scope without the right.
OUT, WITHOUT = 404, 403
OPEN = 200


@dataclass(frozen=True)
class Row:
    """One address: who gets what.

    A page goes by its name, an operation by its path; `key` names whoever or whatever of the cast
    it is about, whose key goes into the address.
    `with_` holds the right and gets `answer`, `without` is in scope and gets `lacking`,
    the neighbour gets `other`, and somebody signed out `signed_out`.
    """

    name: str
    method: str = "GET"
    key: str = ""
    with_: str = "office"
    without: str = "clerk"
    answer: int = 200
    other: int = OUT
    lacking: int = WITHOUT
    signed_out: int = 302
    data: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}" if self.api else self.name

    @property
    def api(self) -> bool:
        return self.name.startswith("/api/")

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request that the row is about."""
        url = self._url(world)
        if self.api:
            return client.generic(self.method, url, json.dumps(self.data), "application/json")
        return client.generic(self.method, url)

    def _url(self, world: World) -> str:
        pk = getattr(getattr(world, self.key), "pk", None) if self.key else None
        if self.api:
            return self.name.replace("{pk}", str(pk))
        return reverse(self.name, kwargs={**({"pk": pk} if pk else {}), **self.more})


def rows() -> list[Row]:
    """The rows of all nouns."""
    return [row for file in sorted(HERE.glob("*/matrix.py")) for row in _of(file)]


def addresses() -> set[str]:
    """Every page by its name, every operation by its method and path."""
    operations = {
        f"{method.upper()} {path}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    return operations | set(_named(get_resolver(), ""))


def _of(file: Path) -> list[Row]:
    found: list[Row] = import_module(f"tests.site.{file.parent.name}.matrix").ROWS
    return found


def _named(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _named(pattern, prefix + inner)
        elif isinstance(pattern, URLPattern) and not prefix.startswith("api:"):
            yield f"{prefix}{pattern.name}"
