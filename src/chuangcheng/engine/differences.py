"""What is new, gone, moved, re-worded, re-priced or judged otherwise between two editions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import fsum
from typing import Literal

from pydantic import BaseModel

from chuangcheng.engine.framework import Framework, Item, Method, Part, Standard, Title

What = Literal[
    "settings", "method", "project", "content", "standard", "part", "item", "battery",
    "point_type", "sanction",
]  # fmt: skip
Change = Literal["added", "removed", "moved", "worded", "points", "rule", "items"]

_WORDS = {"title", "requirement", "exceptions", "guidance", "unit_kind"}


@dataclass(frozen=True)
class Difference:
    """One thing that differs: which, how, and what it was and is.

    `before` and `after` are points as numbers printed short, texts, codes of wholes or items
    parted by spaces, or rules as JSON; empty for what was not there.
    """

    what: What
    id: str
    title: Title
    change: Change
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class _Entry:
    """One thing of a framework, laid out so that two of a kind can be held side by side."""

    what: What
    id: str
    title: Title
    whole: str = ""
    words: str = ""
    points: str = ""
    rule: str = ""
    items: str = ""


def differences(old: Framework, new: Framework) -> list[Difference]:
    """Everything that differs, in the order of the new edition; what is gone comes after."""
    before = {(e.what, e.id): e for e in _entries(old)}
    after = {(e.what, e.id): e for e in _entries(new)}
    found = [
        difference for key, entry in after.items() for difference in _of(before.get(key), entry)
    ]
    gone = [entry for key, entry in before.items() if key not in after]
    return found + [Difference(e.what, e.id, e.title, "removed", before=_line(e)) for e in gone]


def _of(old: _Entry | None, new: _Entry) -> Iterator[Difference]:
    if old is None:
        yield Difference(new.what, new.id, new.title, "added", after=_line(new))
        return
    pairs: tuple[tuple[Change, str, str], ...] = (
        ("moved", old.whole, new.whole),
        ("worded", old.words, new.words),
        ("points", old.points, new.points),
        ("rule", old.rule, new.rule),
        ("items", old.items, new.items),
    )
    for change, before, after in pairs:
        if before != after:
            yield Difference(new.what, new.id, new.title, change, before, after)


def _line(entry: _Entry) -> str:
    return f"{entry.title.zh} {entry.points}".strip()


def _entries(framework: Framework) -> Iterator[_Entry]:
    yield _settings(framework)
    yield from chain.from_iterable(_methods(method, "") for method in framework.methods)
    yield from _tree(framework)
    yield from map(_item, framework.items)
    for battery in framework.batteries:
        words, items = _words(battery), " ".join(battery.items)
        yield _Entry("battery", battery.id, battery.title, words=words, items=items)
    for kind in framework.point_types:
        items = " ".join(framework.checklist(kind))
        yield _Entry("point_type", kind.id, kind.title, words=_words(kind), items=items)
    for entry in framework.sanctions:
        rule = _rest(entry, "points")
        yield _Entry("sanction", entry.id, entry.title, entry.kind, _words(entry),
                     f"{entry.points:g}", rule)  # fmt: skip


def _settings(framework: Framework) -> _Entry:
    rule = json.dumps(framework.settings.model_dump(mode="json"), sort_keys=True)
    return _Entry("settings", framework.id, framework.title, words=_words(framework), rule=rule)


def _methods(method: Method, whole: str) -> Iterator[_Entry]:
    points = f"{method.weight:g}"
    yield _Entry("method", method.id, method.title, whole, _words(method), points)
    yield from chain.from_iterable(_methods(below, method.id) for below in method.methods)


def _tree(framework: Framework) -> Iterator[_Entry]:
    for project in framework.projects:
        below = [s for content in project.contents for s in content.standards]
        points = _points(below)
        yield _Entry("project", project.id, project.title, "", _words(project), points)
        for content in project.contents:
            points, words = _points(content.standards), _words(content)
            yield _Entry("content", content.id, content.title, project.id, words, points)
            for standard in content.standards:
                points, words = _points([standard]), _words(standard)
                yield _Entry("standard", standard.id, standard.title, content.id, words, points)
                yield from (_part(framework, standard, part) for part in standard.parts)


def _points(standards: Iterable[Standard]) -> str:
    return f"{fsum(part.points for standard in standards for part in standard.parts):g}"


def _part(framework: Framework, standard: Standard, part: Part) -> _Entry:
    rule = _rest(part, "points", "items", "batteries")
    items = " ".join(framework.items_of(part))
    return _Entry("part", part.id, standard.title, standard.id, "", f"{part.points:g}", rule, items)


def _item(item: Item) -> _Entry:
    return _Entry("item", item.id, item.title, words=_words(item), rule=_rest(item))


def _words(thing: BaseModel) -> str:
    said = thing.model_dump(include=_WORDS)
    title = said.pop("title")
    texts = [title["zh"], title["en"], *said.values()]
    return "\n".join(text for text in texts if text)


def _rest(thing: BaseModel, *but: str) -> str:
    """The fields that are neither words nor told elsewhere, as JSON."""
    told = thing.model_dump(mode="json", exclude={"id", *_WORDS, *but})
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
