"""What a source of notices gives: things to be told, and the people whom they concern."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Told:
    """One thing to be told. `ref` names it within its source; nobody is told of it twice.

    `people` gives the keys of those it concerns, asked for only where it has not been told.
    """

    ref: str
    title: Words
    text: Words
    link: str
    at: datetime
    people: Callable[[], Iterable[int]]


#: What there is to tell of after the first moment and up to the second.
Source = Callable[[datetime, datetime], Iterator[Told]]


def worded(words: Words, **named: object) -> Words:
    """Words with what they name put in, each name in the language of the words."""
    return Words(_in("zh-hans", words.zh, named), _in("en", words.en, named))


def _in(language: str, text: str, named: Mapping[str, object]) -> str:
    with override(language):
        return text.format(**named)
