"""Checklists as phones know them: everything that is asked at each kind of point, in one text.

A checklist is named by the hash of its text, so a phone may keep it for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from chuangcheng.engine.framework import Framework, Item, PointType
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.tables.asking import asking


@dataclass(frozen=True)
class Checklist:
    """The text, and the hash it goes by."""

    sha256: str
    text: str


# Editions never change, so what was made of one holds; a few are kept.
_KEPT = 16
_written: dict[tuple[str, tuple[str, ...]], Checklist] = {}


def of_round(round_: Round) -> Checklist:
    """What is asked in a round: the whole checklist of each kind, or the items it looks at."""
    key = (round_.edition.sha256, tuple(sorted(round_.items)))
    if (found := _written.get(key)) is None:
        found = _named(written(inspections.framework(round_), round_.items))
        if len(_written) >= _KEPT:
            _written.clear()
        _written[key] = found
    return found


def _named(body: dict[str, Any]) -> Checklist:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    digest = sha256(text.encode()).hexdigest()
    # The hash is of all the rest: a text cannot hold its own.
    return Checklist(digest, f'{{"sha256":"{digest}",{text[1:]}')


def written(framework: Framework, only: Iterable[str] = ()) -> dict[str, Any]:
    """A framework's checklists, with all items or only some. Pure."""
    wanted = set(only) or {item.id for item in framework.items}
    kinds = {kind.id: _kind(framework, kind, wanted) for kind in framework.point_types}
    kinds = {code: kind for code, kind in kinds.items() if kind["groups"]}
    asked = {id_ for kind in kinds.values() for group in kind["groups"] for id_ in group["items"]}
    items = {item.id: _item(item) for item in framework.items if item.id in asked}
    return {"title": _said(framework.title), "kinds": kinds, "items": items}


def _kind(framework: Framework, kind: PointType, wanted: set[str]) -> dict[str, Any]:
    """A kind of point: its own items first, then each battery, each item once."""
    batteries = {battery.id: battery for battery in framework.batteries}
    parts = [(kind.id, kind.title, False, kind.items)]
    parts += [(id_, batteries[id_].title, True, batteries[id_].items) for id_ in kind.batteries]
    seen: set[str] = set()
    groups = []
    for id_, title, battery, items in parts:
        fresh = [item for item in dict.fromkeys(items) if item in wanted and item not in seen]
        seen.update(fresh)
        if fresh:
            groups.append({"id": id_, "title": _said(title), "battery": battery, "items": fresh})
    return {"title": _said(kind.title), "groups": groups, "repeats": _repeats(kind)}


def _repeats(kind: PointType) -> dict[str, Any] | None:
    """How often a composite point is looked at: so many stops, so many stretches."""
    if kind.repeats is None:
        return None
    found = kind.repeats
    return {"title": _said(found.title), "number": found.number, "metres": found.metres}


def _item(item: Item) -> dict[str, Any]:
    asks = asking(item)
    return {
        "title": _said(item.title),
        "guidance": _said(item.guidance),
        "exceptions": _said(item.exceptions),
        "veto": item.veto,
        "asks": asks.asks,
        "unit": _said(asks.unit) if asks.unit else None,
        "needs": list(asks.needs),
        "wanted": asks.wanted,
        "signed": asks.signed,
        "answers": [
            {"value": one.value, "title": _said(one.title), "met": one.met} for one in asks.answers
        ],
    }


def _said(text: Any) -> dict[str, str]:  # noqa: ANN401  # a title or a longer text
    """Both languages; Chinese stands in where there is no English."""
    return {"zh": text.zh, "en": text.en or text.zh}
