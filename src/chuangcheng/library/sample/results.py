"""What an inspector writes down: a result by the rule of the item, fault or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from chuangcheng.engine.rules import (
    FAIL,
    PASS,
    AllOf,
    Answers,
    Bands,
    ByCount,
    CountBand,
    Grade,
    Linear,
    PassFail,
    PerOccurrence,
    Quota,
    Ratio,
    Rule,
)

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Result:
    """result, count and of as they stand in the file; empty text is an empty cell."""

    result: str
    count: str = ""
    of: str = ""


def written(rule: Rule, fault: bool, throw: float) -> Result:
    """What is written for an item that is at fault or not; `throw` in [0, 1) is how badly."""
    return _WRITTEN[type(rule)](rule, fault, throw)


def _pass_fail(_rule: PassFail, fault: bool, _throw: float) -> Result:
    return Result(FAIL if fault else PASS)


def _all_of(rule: AllOf, fault: bool, _throw: float) -> Result:
    wanted = rule.n or 2
    met = wanted - 1 if fault else wanted
    return Result(FAIL if fault else PASS, str(met), str(wanted))


def _by_count(rule: ByCount, fault: bool, throw: float) -> Result:
    full = _full(rule.bands)
    met = _short(full, throw) if fault else full
    return Result(FAIL if fault else PASS, f"{met:g}", f"{full:g}")


def _quota(rule: Quota, fault: bool, throw: float) -> Result:
    met = _short(rule.quota, throw) if fault else rule.quota + int(throw * 2)
    return Result(FAIL if fault else PASS, f"{met:g}")


def _ratio(rule: Ratio, fault: bool, throw: float) -> Result:
    wanted = rule.wanted or 10.0
    met = _short(wanted, throw) if fault else wanted
    return Result(FAIL if fault else PASS, f"{met:g}", f"{wanted:g}")


def _per_occurrence(_rule: PerOccurrence, fault: bool, throw: float) -> Result:
    return Result(FAIL, str(1 + int(throw * throw * 4))) if fault else Result(PASS)


def _bands(rule: Bands, fault: bool, throw: float) -> Result:
    full = _full(rule.bands)
    return _measured(full * (0.95 - 0.35 * throw) if fault else full, full, fault)


def _linear(rule: Linear, fault: bool, throw: float) -> Result:
    way = 0.9 - 0.7 * throw if fault else 1.0
    return _measured(rule.floor + (rule.target - rule.floor) * way, rule.target, fault)


def _measured(value: float, full: float, fault: bool) -> Result:
    """A rate as so many of 40; anything that is no rate as the number itself."""
    word = FAIL if fault else PASS
    if not 0 <= full <= 1:
        return Result(word, f"{round(value, 1):g}")
    met = int(value * 40) if fault else 40
    return Result(word, str(max(0, met)), "40")


def _grade(rule: Grade, fault: bool, throw: float) -> Result:
    best, *lower = sorted(rule.grades, key=lambda grade: -rule.grades[grade])
    if not fault or not lower:
        return Result(best)
    return Result(lower[int(throw * throw * throw * len(lower))])


def _answers(rule: Answers, fault: bool, throw: float) -> Result:
    best, *lower = sorted(rule.answers, key=lambda answer: -rule.answers[answer])
    return Result(lower[int(throw * len(lower))] if fault and lower else best)


def _full(bands: tuple[CountBand, ...]) -> float:
    return max(bands, key=lambda band: (band.share, -band.least)).least


def _short(wanted: float, throw: float) -> float:
    """A whole number below what is wanted, mostly not far below."""
    return max(0.0, wanted - 1 - int(throw * throw * wanted / 2))


_WRITTEN: dict[type[Rule], Callable[..., Result]] = {
    PassFail: _pass_fail,
    AllOf: _all_of,
    ByCount: _by_count,
    Quota: _quota,
    Ratio: _ratio,
    PerOccurrence: _per_occurrence,
    Bands: _bands,
    Linear: _linear,
    Grade: _grade,
    Answers: _answers,
}
