"""How a campaign draws up its red and black lists, read from its document. No database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, get_args

from chuangcheng.ground.units.models import Kind
from chuangcheng.ground.words import Words
from chuangcheng.lib.streaks import LeftOut, Positions, Thresholds
from chuangcheng.library import lists

Counts = Literal["reported", "struck-off"]
_KINDS = frozenset(Kind.values)
_MOST_HOURS = 7 * 24


@dataclass(frozen=True)
class Group:
    """Units that are listed among themselves: by what kinds, and how."""

    code: str
    title: Words
    kinds: frozenset[str]
    by: Positions | Thresholds


@dataclass(frozen=True)
class Scheme:
    """The groups, what counts as rectified, when a list is drawn up, and what ends a run."""

    groups: tuple[Group, ...]
    rectified: Counts
    drawn_after: timedelta
    left_out: LeftOut

    def group_of(self, kind: str) -> Group | None:
        """The group in which units of a kind are listed; none for those that are not."""
        return next((group for group in self.groups if kind in group.kinds), None)

    def group(self, code: str) -> Group | None:
        """The group of a code."""
        return next((group for group in self.groups if group.code == code), None)


def read(document: Mapping[str, Any]) -> Scheme:
    """The scheme of a document. Raises ValueError with every fault, a sentence a line."""
    groups = document.get("groups") or {}
    if not isinstance(groups, Mapping) or not all(isinstance(g, Mapping) for g in groups.values()):
        raise ValueError("groups: write groups by their codes")
    if faults := [*_faults(document), *_group_faults(groups)]:
        raise ValueError("\n".join(faults))
    return Scheme(
        groups=tuple(_group(str(code), said) for code, said in groups.items()),
        rectified=document["rectified"],
        drawn_after=timedelta(hours=document.get("drawn_after", 0)),
        left_out=document["left_out"],
    )


@lru_cache(1)
def default() -> Scheme:
    """The scheme that ships first."""
    return read(lists.lists())


def _group(code: str, said: Mapping[str, Any]) -> Group:
    by: Positions | Thresholds
    if "positions" in said:
        by = Positions(said["positions"]["red"], said["positions"]["black"])
    else:
        limits = [said["thresholds"][key] for key in ("red_from", "black_below")]
        by = Thresholds(*(Fraction(str(limit)) / 100 for limit in limits))
    title = Words(said["title"]["zh"], said["title"].get("en") or "")
    return Group(code, title, frozenset(said["kinds"]), by)


def _faults(document: Mapping[str, Any]) -> Iterator[str]:
    if document.get("period") != "week":
        yield "period: lists are drawn up by the week; write week"
    if document.get("rectified") not in get_args(Counts):
        yield f"rectified: write one of {', '.join(get_args(Counts))}"
    if document.get("left_out") not in get_args(LeftOut):
        yield f"left_out: write one of {', '.join(get_args(LeftOut))}"
    if not _is_whole(document.get("drawn_after", 0), _MOST_HOURS):
        yield f"drawn_after: write whole hours, {_MOST_HOURS} at most"
    if not document.get("groups"):
        yield "the lists have no groups"


def _group_faults(groups: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    taken: set[str] = set()
    for code, said in groups.items():
        kinds = said.get("kinds")
        known = set(kinds) if isinstance(kinds, list) else set()
        if not known or known - _KINDS:
            yield f"group {code}: kinds: write a list of {', '.join(sorted(_KINDS))}"
        if twice := known & taken:
            yield f"group {code}: {', '.join(sorted(twice))} stand in another group already"
        taken |= known
        title = said.get("title")
        if not isinstance(title, Mapping) or not title.get("zh"):
            yield f"group {code}: title: write {{zh: …, en: …}}"
        if not _is_rule(said):
            yield (
                f"group {code}: write positions with red and black, or thresholds in per cent with "
                "red_from not below black_below"
            )


def _is_rule(said: Mapping[str, Any]) -> bool:
    if ("positions" in said) == ("thresholds" in said):
        return False
    keys = ("red", "black") if "positions" in said else ("red_from", "black_below")
    told = said.get("positions", said.get("thresholds"))
    if not isinstance(told, Mapping) or set(told) != set(keys):
        return False
    red, black = (told[key] for key in keys)
    if "positions" in said:
        return _is_whole(red, 1000) and _is_whole(black, 1000)
    return _is_share(red) and _is_share(black) and red >= black


def _is_whole(said: object, most: int) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= most


def _is_share(said: object) -> bool:
    return isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= 100
