"""What people and published frameworks have written: data, which stands as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Data:
    """The Chinese texts that the database holds, the longest first."""

    texts: tuple[str, ...]

    def leaves(self, text: str) -> bool:
        """Whether something Chinese is left of a text without what is data in it."""
        for known in self.texts:
            if not CHINESE.search(text):
                return False
            text = text.replace(known, "")
        return bool(CHINESE.search(text))


def written(*more: str) -> Data:
    """What the database holds now, and what more a page may say of what was asked."""
    found = {text for text in (*_stored(), *more) if CHINESE.search(text)}
    return Data(tuple(sorted(found, key=len, reverse=True)))


def _stored() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            table = connection.ops.quote_name(model._meta.db_table)
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table}")
                for row in cursor.fetchall():
                    yield from _texts(row)


def _texts(value: object) -> Iterator[str]:
    """The texts in a cell; what is kept as JSON is opened."""
    if isinstance(value, str):
        yield value
        if value[:1] in {"{", "["}:
            yield from _texts(_opened(value))
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, bytes | memoryview):
        for one in value:
            yield from _texts(one)


def _opened(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None
