"""The report's words in both languages, and how a pair of them becomes markup."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup, escape

from chuangcheng.engine.framework import Text, Title

_BOTH = Markup('<span lang="zh">{}</span><span lang="en">{}</span>')


@cache
def _words() -> dict[str, tuple[str, str]]:
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return {key: (zh, en) for key, (zh, en) in yaml.safe_load(text).items()}


def word(key: str, **filled: object) -> Title:
    """A word of the report, its places filled in; a Title among them in its own language."""
    zh, en = _words()[key]
    return Title(
        zh=zh.format(**{name: _in(value, "zh") for name, value in filled.items()}),
        en=en.format(**{name: _in(value, "en") for name, value in filled.items()}),
    )


def known(key: str) -> bool:
    """Whether the report has a word of this key."""
    return key in _words()


def both(title: Title | Text | str) -> Markup:
    """A pair as markup that shows the language of the page; one text where they are the same."""
    if isinstance(title, str):
        return escape(title)
    if not (title.en and title.zh) or title.en == title.zh:
        return escape(title.zh or title.en)
    return _BOTH.format(title.zh, title.en)


def joined(titles: list[Title]) -> Title:
    """Titles one after the other, as each language lists them."""
    comma = word("and")
    return Title(
        zh=comma.zh.join(title.zh for title in titles),
        en=comma.en.join(title.en or title.zh for title in titles),
    )


def _in(value: object, lang: str) -> object:
    if isinstance(value, Title):
        return value.zh if lang == "zh" else value.en or value.zh
    return value
