"""Two editions of a framework compared, node by node and item by item.

A node or item is the same when its id is; what changed of it is said field by field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl

from chuangcheng.engine.framework import Framework, Method
from chuangcheng.tables.frameworks.answertitles import spread
from chuangcheng.tables.frameworks.plainly import plainly

Kind = Literal["added", "removed", "moved", "reworded", "points", "rule"]
What = Literal[
    "framework",
    "project",
    "content",
    "standard",
    "part",
    "item",
    "battery",
    "point_type",
    "method",
    "sanction",
]

_WORDS = ("title", "unit_kind", "basis", "requirement", "exceptions", "guidance", "note")
#: Texts that are compared in each language by itself.
_TEXTS = ("requirement", "exceptions", "guidance", "note")
_POINTS = ("points", "weight", "cap")
#: Lists of what lies below, compared for themselves.
_BELOW = ("contents", "standards", "parts", "methods")
_LISTS: Mapping[str, What] = {
    "items": "item",
    "batteries": "battery",
    "point_types": "point_type",
    "sanctions": "sanction",
}


@dataclass(frozen=True)
class Change:
    """One thing that differs: `before` and `after` are short text, empty where there is none."""

    what: What
    id: str
    title: str
    kind: Kind
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class _Entry:
    what: What
    id: str
    parent: str
    title: str
    fields: Mapping[str, Any]


def compare(before: Framework, after: Framework) -> list[Change]:
    """Everything that differs, in the order of the later edition; what was removed comes first."""
    old = {(entry.what, entry.id): entry for entry in _entries(before)}
    new = {(entry.what, entry.id): entry for entry in _entries(after)}
    changes = [
        Change(entry.what, entry.id, entry.title, "removed")
        for key, entry in old.items()
        if key not in new
    ]
    for key, entry in new.items():
        if key in old:
            changes += _changes(old[key], entry)
        else:
            changes.append(Change(entry.what, entry.id, entry.title, "added"))
    return changes


def write_changes(changes: list[Change], path: Path) -> None:
    """The changes as a table: a workbook, or CSV that Excel opens rightly."""
    columns = tuple(Change.__dataclass_fields__)
    rows = [[getattr(change, name) for name in columns] for change in changes]
    table = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    if path.suffix.lower() == ".xlsx":
        table.write_excel(path, autofit=True, freeze_panes=(1, 0))
    else:
        table.write_csv(path, include_bom=True)


def _entries(framework: Framework) -> Iterator[_Entry]:
    whole = plainly(framework)
    fields = {name: whole[name] for name in ("version", "title", "note", "basis") if name in whole}
    fields |= _texts_apart(fields)
    settings = {f"settings.{name}": value for name, value in whole.get("settings", {}).items()}
    title = str(framework.title)
    yield _Entry("framework", framework.id, "", title, {**fields, **settings})
    yield from _methods(framework.methods, "")
    for project in framework.projects:
        yield _entry("project", plainly(project), "")
        for content in project.contents:
            yield _entry("content", plainly(content), project.id)
            for standard in content.standards:
                yield _entry("standard", plainly(standard), content.id)
                yield from (_entry("part", plainly(p), standard.id) for p in standard.parts)
    for name, what in _LISTS.items():
        yield from (_entry(what, entry, "") for entry in whole.get(name, []))


def _methods(methods: tuple[Method, ...], parent: str) -> Iterator[_Entry]:
    for method in methods:
        yield _entry("method", plainly(method), parent)
        yield from _methods(method.methods, method.id)


def _entry(what: What, data: Mapping[str, Any], parent: str) -> _Entry:
    fields = {name: data[name] for name in data if name not in ("id", *_BELOW)}
    fields |= _titles_apart(data) | _texts_apart(fields)
    return _Entry(what, data["id"], parent, _text(data.get("title", "")), fields)


def _texts_apart(fields: dict[str, Any]) -> dict[str, Any]:
    """Longer texts language by language, taken out of the fields."""
    apart: dict[str, Any] = {}
    for name in [name for name in fields if name in _TEXTS]:
        text = fields.pop(name)
        apart |= (
            {f"{name}.zh": text}
            if isinstance(text, str)
            else {f"{name}.{k}": v for k, v in text.items()}
        )
    return apart


def _titles_apart(data: Mapping[str, Any]) -> dict[str, Any]:
    """The rule without the titles of its grades, answers and bands, and these beside it."""
    rule = data.get("rule")
    if not isinstance(rule, dict):
        return {}
    bare = {name: value for name, value in rule.items() if name != "titles"}
    if "bands" in rule:
        bare["bands"] = [{k: v for k, v in b.items() if k != "title"} for b in rule["bands"]]
    titled = spread({"rule": rule})["rule"]["titles"]
    return {
        "rule": bare,
        **{f"rule.titles.{lang}": words for lang, words in titled.items() if words},
    }


def _changes(old: _Entry, new: _Entry) -> Iterator[Change]:
    if old.parent != new.parent:
        yield Change(new.what, new.id, new.title, "moved", "parent", old.parent, new.parent)
    for name in dict.fromkeys([*old.fields, *new.fields]):
        before, after = old.fields.get(name), new.fields.get(name)
        if before != after:
            kind = _kind(name)
            yield Change(new.what, new.id, new.title, kind, name, _text(before), _text(after))


def _kind(field: str) -> Kind:
    if field.partition(".")[0] in _WORDS or field == "version" or field.startswith("rule.titles"):
        return "reworded"
    return "points" if field in _POINTS else "rule"


def _text(value: object) -> str:
    """A field's value as one reads it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and set(value) <= {"zh", "en"}:
        return " / ".join(value.values())
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
