"""Ways in beside the password, which stand as buttons on the page of signing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Way:
    """A way in: its button, the address it leads to, and whether it is open on this machine."""

    words: Callable[[], Words]
    url: str
    is_open: Callable[[], bool]


_WAYS: dict[str, Way] = {}


def offer(way: Way) -> None:
    """Put a way in onto the page of signing in; called once, when its noun is loaded."""
    _WAYS[way.url] = way


def ways() -> list[Way]:
    """The ways that are open."""
    return [way for way in _WAYS.values() if way.is_open()]
