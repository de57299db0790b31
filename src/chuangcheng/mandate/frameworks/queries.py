"""Reading editions, their standards and items, and the frameworks they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from django.db.models import Q
from django.utils.translation import get_language

from chuangcheng import library
from chuangcheng.engine.framework import Framework, Title
from chuangcheng.ground.scope import Person
from chuangcheng.mandate.frameworks.models import (
    Edition,
    EditionQuerySet,
    Item,
    ItemQuerySet,
    Standard,
    StandardQuerySet,
    State,
)
from chuangcheng.mandate.frameworks.rules import CHANGE, SEE
from chuangcheng.tables.frameworks.files import read_framework

_KEPT = 16


def editions(person: Person) -> EditionQuerySet:
    """The editions that a person may look into."""
    return Edition.objects.with_right(person, SEE).light().select_related("area")


def changeable(person: Person) -> EditionQuerySet:
    """The editions that a person may issue and withdraw."""
    return Edition.objects.with_right(person, CHANGE).light().select_related("area")


def issued(person: Person) -> EditionQuerySet:
    """The editions that hold."""
    return editions(person).filter(state=State.ISSUED)


def standards(person: Person, edition: Edition) -> StandardQuerySet:
    """The standards of an edition in the order of its tree."""
    mine = Standard.objects.with_right(person, SEE).filter(edition=edition)
    return mine.select_related("edition__area").defer("edition__document")


def matching(rows: StandardQuerySet, words: str) -> StandardQuerySet:
    """Those of the standards in which, or in whose items, every one of the words stands."""
    names = (
        "code",
        "title_zh",
        "title_en",
        "requirement",
        "requirement_en",
        "project_zh",
        "content_zh",
    )
    for word in words.split():
        found = Q(pk__in=Item.objects.filter(_in_titles(word)).values("standard"))
        for name in names:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    return rows.order_by("position")


def _in_titles(word: str) -> Q:
    return Q(title_zh__icontains=word) | Q(title_en__icontains=word)


def items(person: Person, edition: Edition) -> ItemQuerySet:
    """The items of an edition in its own order."""
    mine = Item.objects.with_right(person, SEE).filter(edition=edition)
    return mine.select_related("standard").order_by("position")


def framework(edition: Edition) -> Framework:
    """The engine's framework of an edition; read once and kept as long as others are not wanted."""
    return _framework(edition.sha256)


@lru_cache(_KEPT)
def _framework(sha256: str) -> Framework:
    # The same bytes are the same framework, whichever edition holds them.
    document = Edition.objects.filter(sha256=sha256).values_list("document", flat=True)[:1].get()
    return Framework.model_validate(document)


@dataclass(frozen=True)
class Shipped:
    """A framework that comes with the software, and the edition it became, if it was loaded."""

    name: str
    title: Title
    edition: Edition | None

    @property
    def words(self) -> str:
        """Its title in the reader's language."""
        return self.title.said(get_language() or "")


def shipped(person: Person) -> Iterator[Shipped]:
    """The frameworks that ship, each with its newest edition in the person's scope."""
    for name in library.names():
        edition = editions(person).filter(code=name).order_by("-pk").first()
        yield Shipped(name, _shipped_title(name), edition)


@cache
def _shipped_title(name: str) -> Title:
    return read_framework(library.path(name)).title
