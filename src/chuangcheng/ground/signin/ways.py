"""Ways in beside the password, which stand as buttons on the page of signing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chuangcheng.ground.words import NOTHING, Words


@dataclass(frozen=True)
class Way:
    """A way in: its button, the address it leads to, and whether it is open on this machine.

    `own` is the page where people look after what they have of it, `own_words` the way there.
    """

    words: Callable[[], Words]
    url: str
    is_open: Callable[[], bool]
    own_words: Words = NOTHING
    own: str = ""


_WAYS: dict[str, Way] = {}


def offer(way: Way) -> None:
    """Put a way in onto the page of signing in; called once, when its noun is loaded."""
    _WAYS[way.url] = way


def ways() -> list[Way]:
    """The ways that are open."""
    return [way for way in _WAYS.values() if way.is_open()]
