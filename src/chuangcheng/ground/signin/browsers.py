"""Browsers in words: what people call the one that a session was begun in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from chuangcheng.ground.words import Words

_UNKNOWN = Words("其他浏览器", "Another browser")


class _Known(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    mark: str
    zh: str
    en: str


class _Marks(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    browsers: tuple[_Known, ...]
    systems: tuple[_Known, ...]


def named(header: str) -> Words:
    """The browser and its system by what it calls itself: Chrome 浏览器 · Windows."""
    browser, system = (_first(known, header) for known in (_marks().browsers, _marks().systems))
    if system is None:
        return browser or _UNKNOWN
    browser = browser or _UNKNOWN
    return Words(f"{browser.zh} · {system.zh}", f"{browser.en} · {system.en}")


def _first(known: Iterable[_Known], header: str) -> Words | None:
    return next((Words(one.zh, one.en) for one in known if one.mark in header), None)


@cache
def _marks() -> _Marks:
    text = files(__package__).joinpath("data/browsers.yaml").read_text(encoding="utf-8")
    return _Marks.model_validate(yaml.safe_load(text))
