"""Verbs and their nouns in words.

A verb is named by its sentence without what fills it, a noun by what the desk calls it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.apps import apps

from chuangcheng.ground.audit.verbs import VERBS, Verb
from chuangcheng.ground.site.desk import DESK, Entry
from chuangcheng.ground.words import Words

_OTHER = Entry("other", Words("其他", "Other"), "", 0)
_PERHAPS = re.compile(r"\{[^}:]*:[^}]*…[^}]*\}")
_FILLED = re.compile(r"\{[^}]*\}(\s*\{[^}]*\})*")
_ASIDE = re.compile(r"\s*[（(][^）)]*…[^）)]*[）)]")
_CLAUSE = re.compile(r"(：|: |，|, )")


def label(verb: Verb) -> Words:
    """What a verb does, whatever it is done to: 修改了区域“…”."""
    english = _outline(verb.words.en)
    return Words(_outline(verb.words.zh), english[:1].upper() + english[1:])


def title(name: str) -> Words:
    """What the desk calls the noun of a verb, known by its name or not."""
    return _entry(name).words


def key(name: str) -> str:
    """By what an address asks for the noun of a verb."""
    return _entry(name).key


def in_order() -> list[Verb]:
    """All verbs, noun by noun as they stand on the desk, each noun's by name."""
    places = {entry.key: place for place, entry in enumerate(_entries())}
    known = VERBS.values()
    return sorted(known, key=lambda verb: (places.get(key(verb.name), len(places)), verb.name))


def _outline(sentence: str) -> str:
    """A sentence with gaps where something is filled in, without the clauses that only tell of it."""
    bare = _ASIDE.sub("", _FILLED.sub("…", _PERHAPS.sub("", sentence)))
    first, *rest = _CLAUSE.split(bare)
    clauses = zip(rest[::2], rest[1::2], strict=True)
    return first + "".join(mark + clause for mark, clause in clauses if "…" not in clause)


@cache
def _entry(name: str) -> Entry:
    verb = VERBS.get(name)
    app = apps.get_containing_app_config(verb.module) if verb else None
    noun = app.label if app else ""
    named = [entry for entry in _entries() if entry.key == noun]
    # What everybody may open is one's own; the noun is called as in the list of all of it.
    whole = [entry for entry in named if entry.right is not None]
    around = [entry for entry in _entries() if noun in entry.nouns]
    return next(iter([*whole, *named, *around]), _OTHER)


def _entries() -> Iterator[Entry]:
    yield from DESK.menu
    yield from DESK.settings
