"""What one cell of a framework's workbook says: lists, bands and shares as short text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_SIMPLE = set(';:；：{}"')


def said(kind: str, value: Any) -> str | float | None:  # noqa: ANN401  # any field of the model
    """A field's value as a cell shows it; None leaves the cell empty."""
    if value is None or value is False or value in ("", ()):
        return None
    return _SAID.get(kind, str)(value)


def meant(kind: str, text: str) -> Any:  # noqa: ANN401  # any field of the model
    """What a filled cell means, as the model reads it; what cannot be read stays text."""
    return _MEANT.get(kind, str)(text)


def number(value: object) -> str:
    """A number as a cell shows it."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return str(value)


def _shares(shares: Mapping[str, float]) -> str:
    """`A:1; B:0.6`."""
    return _paired({word: number(share) for word, share in shares.items()}, shares)


def _words(words: Mapping[str, str]) -> str | None:
    """`A:优秀; B:良好`; nothing where there are none."""
    return _paired(words, words) if words else None


def _paired(pairs: Mapping[str, str], otherwise: Mapping[str, object]) -> str:
    """`word:text; …`, or JSON of the second where a text holds the marks between."""
    if any(set(text) & _SIMPLE or text != text.strip() or not text
           for pair in pairs.items() for text in pair):  # fmt: skip
        return json.dumps(dict(otherwise), ensure_ascii=False)
    return "; ".join(f"{word}:{text}" for word, text in pairs.items())


def _listed(text: str) -> list[str]:
    for mark in "，、;；\n":
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    for part in text.replace("；", ";").split(";"):
        if part.strip():
            word, _, share = part.replace("：", ":").rpartition(":")
            yield word.strip(), share.strip()


def _bands(first: str, text: str) -> list[dict[str, str]]:
    return [{first: least, "share": share} for least, share in _pairs(text)]


def _by_word(text: str) -> Any:  # noqa: ANN401  # text where it is no table of shares
    if not text.lstrip().startswith("{"):
        return dict(_pairs(text))
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _flag(text: str) -> str:
    return {"是": "true", "否": "false"}.get(text.strip(), text.strip().lower())


def _whole(text: str) -> int | str:
    return int(text) if text.strip().isdecimal() else text


_SAID: Mapping[str, Callable[[Any], str | float | None]] = {
    "number": float,
    "whole": float,
    "flag": lambda _: "TRUE",
    "ids": ", ".join,
    "numbers": lambda numbers: ", ".join(map(number, numbers)),
    "bands": lambda bands: "; ".join(f"{number(b['least'])}:{number(b['share'])}" for b in bands),
    "unmet": lambda bands: "; ".join(f"{b['unmet']}:{number(b['share'])}" for b in bands),
    "shares": _shares,
    "words": _words,
}
_MEANT: Mapping[str, Callable[[str], Any]] = {
    "whole": _whole,
    "flag": _flag,
    "ids": _listed,
    "numbers": _listed,
    "bands": lambda text: _bands("least", text),
    "unmet": lambda text: _bands("unmet", text),
    "shares": _by_word,
    "words": _by_word,
}
