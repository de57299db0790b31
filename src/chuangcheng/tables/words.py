"""The words people write in headers and cells, and what they stand for: read from `words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from chuangcheng.engine.rules import Rule, own_title
from chuangcheng.engine.titles import Title


@cache
def aliases(of: Literal["headers", "results"]) -> Mapping[str, tuple[str, ...]]:
    """Each canonical word with its other spellings."""
    text = files("chuangcheng.tables").joinpath("words.yaml").read_text("utf-8")
    return {word: tuple(others) for word, others in yaml.safe_load(text)[of].items()}


@cache
def canonical(of: Literal["headers", "results"]) -> Mapping[str, str]:
    """The canonical word of each spelling, as `plain` writes it."""
    return {
        plain(spelling): word
        for word, others in aliases(of).items()
        for spelling in (word, *others)
    }


def title_of(word: str) -> Title:
    """A result or a unit as people read it, in both languages. Raises KeyError for others."""
    zh, en = _titles()[word]
    return Title(zh=zh, en=en)


def result_title(rule: Rule, result: str) -> Title:
    """A result under a rule as people read it: a grade or answer by its own title, if it has one.

    Whatever nobody has titled is read as it is written.
    """
    return own_title(rule, result) or known_title(result)


def known_title(result: str) -> Title:
    """A result as people read it where the item is not at hand; as it is written if need be."""
    return title_of(result) if result in _titles() else Title(zh=result or "—")


@cache
def _titles() -> Mapping[str, tuple[str, str]]:
    text = files("chuangcheng.tables").joinpath("words.yaml").read_text("utf-8")
    return {word: (zh, en) for word, (zh, en) in yaml.safe_load(text)["titles"].items()}


def plain(text: str) -> str:
    """A word without spaces and in lower case, as spellings are compared."""
    return "".join(text.split()).casefold()
