"""What must be asked about an item so that its rule can judge: inputs, answers and their titles.

Whoever writes observations down (a phone, a form, a printed sheet) builds its inputs from this and
needs to know nothing of rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Literal

from chuangcheng.engine.framework import Item, Title
from chuangcheng.engine.rules import (
    AGAIN,
    FAIL,
    FIXED,
    PASS,
    AllOf,
    Answers,
    Bands,
    ByCount,
    Grade,
    Linear,
    PerOccurrence,
    Quota,
    Ratio,
    Rule,
)
from chuangcheng.tables.words import result_title, title_of

#: `result`: one of the answers and nothing else. `count`: an answer and a number.
#: `count-of`: an answer and a number out of another. `grade`, `answers`: one of the item's own.
Asks = Literal["result", "count", "count-of", "grade", "answers"]
#: What the number says: how many were met, how many faults there were, or a measured value.
Counts = Literal["", "met", "faults", "value"]


@dataclass(frozen=True)
class Answer:
    """An answer: what is written as `result`, what people read, and whether all is well by it.

    By an answer that is not met somebody expects a remark and a photograph.
    """

    value: str
    title: Title
    met: bool


@dataclass(frozen=True)
class Asking:
    """What is asked about an item.

    `needs` are the numbers (`count`, `of`) without which an answer that is not met is refused.
    `wanted` is what the count is held against where the framework says it, such as 2 calls.
    `unit` is what is counted, in words; None where nothing is or the title of the item says it.
    `signed` says that the number may lie below zero.
    """

    asks: Asks
    answers: tuple[Answer, ...]
    counts: Counts = ""
    needs: tuple[str, ...] = ()
    wanted: float | None = None
    unit: Title | None = None
    signed: bool = False


def asking(item: Item) -> Asking:
    """What must be asked about an item so that its rule can judge.

    An item that does not apply is answered `na` whatever is asked, so `na` is never among the
    answers.
    """
    rule = item.rule
    if isinstance(rule, Grade):
        return Asking("grade", tuple(_own(item, rule.grades)))
    if isinstance(rule, Answers):
        return Asking("answers", tuple(_own(item, rule.answers)), "", (), None, title_of("people"))
    asks, counts, wanted = _counted(rule)
    unit = title_of(counts) if counts in ("met", "faults") else None
    signed = goes_below_zero(rule)
    return Asking(asks, tuple(_common(rule)), counts, rule.needs(), wanted, unit, signed)


def goes_below_zero(rule: Rule) -> bool:
    """Whether the rule measures something that can be negative, such as growth."""
    if isinstance(rule, Linear):
        return min(rule.floor, rule.target) < 0
    return isinstance(rule, Bands) and any(band.least < 0 for band in rule.bands)


def _own(item: Item, shares: dict[str, float]) -> Iterator[Answer]:
    """The item's grades or answers, the best first."""
    for value in sorted(shares, key=lambda value: -shares[value]):
        yield Answer(value, result_title(item.rule, value), shares[value] >= item.pass_mark)


def _common(rule: Rule) -> Iterator[Answer]:
    """Met and not met; put right on the spot and named again where the rule weighs them."""
    yield Answer(PASS, title_of(PASS), met=True)
    yield Answer(FAIL, title_of(FAIL), met=False)
    if rule.fixed < 1:
        yield Answer(FIXED, title_of(FIXED), met=False)
    if rule.again > 1:
        yield Answer(AGAIN, title_of(AGAIN), met=False)


@singledispatch
def _counted(_rule: Rule) -> tuple[Asks, Counts, float | None]:
    return "result", "", None


@_counted.register
def _all_of(rule: AllOf) -> tuple[Asks, Counts, float | None]:
    return ("count-of", "met", None) if rule.n is None else ("count", "met", float(rule.n))


@_counted.register
def _ratio(rule: Ratio) -> tuple[Asks, Counts, float | None]:
    return ("count-of", "met", None) if rule.wanted is None else ("count", "met", rule.wanted)


@_counted.register
def _by_count(rule: ByCount) -> tuple[Asks, Counts, float | None]:
    full = [band.least for band in rule.bands if band.share == 1]
    return "count", "met", min(full, default=None)


@_counted.register
def _quota(rule: Quota) -> tuple[Asks, Counts, float | None]:
    return "count", "met", rule.quota


@_counted.register
def _per_occurrence(_rule: PerOccurrence) -> tuple[Asks, Counts, float | None]:
    return "count", "faults", None


@_counted.register
def _bands(rule: Bands) -> tuple[Asks, Counts, float | None]:
    return _measured(*(band.least for band in rule.bands))


@_counted.register
def _linear(rule: Linear) -> tuple[Asks, Counts, float | None]:
    return _measured(rule.floor, rule.target)


def _measured(*thresholds: float) -> tuple[Asks, Counts, float | None]:
    """A rate is counted out of so many; what is no rate is a number of its own."""
    rate = all(0 <= threshold <= 1 for threshold in thresholds)
    return "count-of" if rate else "count", "value", None
