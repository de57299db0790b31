"""Item rules: from what was seen at one item to the share of it that is lost, or to a deduction.

A rule never sees one observation but a column of them (`Seen`), and answers with a column of the
same length.
*Share* rules answer in [0, 1]: 0 is fully met, 1 is wholly lost.
*Deduction* rules answer in points, before any cap of the part they belong to.
The kinds are those found in the handbooks that cities published; what differs by city or year
(thresholds, steps, factors) is a field, so it is data of the framework and never a constant here.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from chuangcheng.engine.reasons import Reason, RefusedError
from chuangcheng.engine.titles import Title, Titled

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

#: Results that every rule understands; grades and answers are added by the rules that define them.
PASS, FAIL, FIXED, AGAIN, NOT_APPLICABLE, ABSENT = (
    "pass",
    "fail",
    "fixed",
    "again",
    "na",
    "absent",
)
COMMON_RESULTS = (PASS, FAIL, FIXED, AGAIN, NOT_APPLICABLE, ABSENT)
#: Rows with these results were not judged: the item does not apply, or there is no such point.
UNJUDGED = (NOT_APPLICABLE, ABSENT)


@dataclass(frozen=True)
class Seen:
    """A column of what was seen: results as words, `count` and `of` as numbers, NaN where empty."""

    result: NDArray[np.str_]
    count: Floats
    of: Floats

    def value(self) -> Floats:
        """The measured value: count ÷ of where a denominator was given, else the count itself."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.isnan(self.of), self.count, self.count / self.of)


class Rule(BaseModel):
    """What all rules share: the factors for faults fixed on the spot and for faults named again.

    `fixed` is the part of the loss that stays when a fault was put right before the inspector
    left (many street schemes halve it); `again` multiplies a fault that was named before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    deducts: ClassVar[bool] = False

    fixed: float = Field(default=1.0, ge=0, le=1)
    again: float = Field(default=1.0, ge=1)

    def lost(self, seen: Seen) -> Floats:
        """The share lost (or points deducted) of each row, the two factors applied.

        Where a rule counts, the count decides and not the word beside it; a row that says pass
        and counts nothing has lost nothing.
        """
        lost = np.where((seen.result == PASS) & np.isnan(seen.count), 0.0, self.raw(seen))
        lost = np.where(seen.result == FIXED, lost * self.fixed, lost)
        lost = np.where(seen.result == AGAIN, lost * self.again, lost)
        return lost if self.deducts else np.clip(lost, 0.0, 1.0)

    @abstractmethod
    def raw(self, seen: Seen) -> Floats:
        """The loss before the factors; the one thing that a kind of rule has to say."""

    def weight(self, seen: Seen) -> Floats:
        """How many observations each row stands for; 1 but for tallied answers."""
        return np.ones(len(seen.result))

    def results(self) -> tuple[str, ...]:
        """The results a row may carry."""
        return COMMON_RESULTS

    def needs(self) -> tuple[str, ...]:
        """The columns that must be filled, beside `result`, for a row that did not plainly pass."""
        return ()


class PassFail(Rule):
    """符合 or 不符合: the whole item is met or lost."""

    kind: Literal["pass_fail"] = "pass_fail"

    def raw(self, seen: Seen) -> Floats:
        """1 for every row that did not pass."""
        return np.where(seen.result == PASS, 0.0, 1.0)


class AllOf(Rule):
    """All of n must be met: two calls to a hotline, both answered."""

    kind: Literal["all_of"] = "all_of"
    n: int | None = Field(default=None, ge=1, description="Wanted; the row's `of` where empty.")

    def raw(self, seen: Seen) -> Floats:
        """1 where fewer were met than are wanted."""
        wanted = seen.of if self.n is None else np.full(len(seen.count), float(self.n))
        return np.where(seen.count >= wanted, 0.0, 1.0)

    def needs(self) -> tuple[str, ...]:
        """The count, and of how many where the framework does not say."""
        return ("count", "of") if self.n is None else ("count",)


class CountBand(BaseModel):
    """From `least` upwards this share is met."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: float
    share: float = Field(ge=0, le=1)
    title: Titled | None = None


def banded(value: Floats, bands: tuple[CountBand, ...]) -> Floats:
    """The share met by value: that of the highest band reached, 0 below all."""
    ordered = sorted(bands, key=lambda band: band.least)
    edges = np.array([band.least for band in ordered])
    shares = np.array([0.0, *(band.share for band in ordered)])
    return np.asarray(shares[np.searchsorted(edges, value, side="right")], dtype=np.float64)


class ByCount(Rule):
    """A, B or C by how many were met: five roads of five are A, four are B, fewer are C."""

    kind: Literal["by_count"] = "by_count"
    bands: tuple[CountBand, ...] = Field(min_length=1)

    def raw(self, seen: Seen) -> Floats:
        """1 − the share of the band reached by the count."""
        return 1.0 - banded(seen.count, self.bands)

    def needs(self) -> tuple[str, ...]:
        """The count."""
        return ("count",)


class Quota(Rule):
    """A number is wanted and each one missing costs: at least 10 posters, 2 points a miss."""

    kind: Literal["quota"] = "quota"
    deducts: ClassVar[bool] = True
    quota: float = Field(gt=0)
    each: float = Field(gt=0, description="Points for each one missing.")
    cap: float | None = Field(default=None, gt=0, description="Points a visit can cost at most.")

    def raw(self, seen: Seen) -> Floats:
        """Points for what is missing at each row, capped a visit."""
        lost = self.each * np.maximum(0.0, self.quota - seen.count)
        return lost if self.cap is None else np.minimum(self.cap, lost)

    def needs(self) -> tuple[str, ...]:
        """The count."""
        return ("count",)


class Ratio(Rule):
    """As much is met as there is: count ÷ wanted, never above 1 (播出次数 ÷ 4 × 分值)."""

    kind: Literal["ratio"] = "ratio"
    wanted: float | None = Field(default=None, gt=0, description="The row's `of` where empty.")

    def raw(self, seen: Seen) -> Floats:
        """1 − count ÷ wanted, within [0, 1]."""
        wanted = seen.of if self.wanted is None else np.full(len(seen.count), self.wanted)
        return np.asarray(1.0 - np.clip(seen.count / wanted, 0.0, 1.0), dtype=np.float64)

    def needs(self) -> tuple[str, ...]:
        """The count, and of how many where the framework does not say."""
        return ("count", "of") if self.wanted is None else ("count",)


class PerOccurrence(Rule):
    """Every fault costs: −0.5 a spot, with a cap a visit; a failed row without a count is one."""

    kind: Literal["per_occurrence"] = "per_occurrence"
    deducts: ClassVar[bool] = True
    each: float = Field(gt=0, description="Points for each fault.")
    cap: float | None = Field(default=None, gt=0, description="Points a visit can cost at most.")

    def raw(self, seen: Seen) -> Floats:
        """Points for the faults counted at each row, capped a visit."""
        faults = np.where(np.isnan(seen.count), 1.0, seen.count)
        lost = self.each * np.where(seen.result == PASS, 0.0, faults)
        return lost if self.cap is None else np.minimum(self.cap, lost)


class Bands(Rule):
    """A measured rate or number in steps: ≥ 95 % full, ≥ 90 % six tenths, below nothing."""

    kind: Literal["bands"] = "bands"
    bands: tuple[CountBand, ...] = Field(min_length=1)

    def raw(self, seen: Seen) -> Floats:
        """1 − the share of the band reached by the value."""
        return 1.0 - banded(seen.value(), self.bands)

    def needs(self) -> tuple[str, ...]:
        """The count."""
        return ("count",)


class Linear(Rule):
    """A hard indicator between a floor (nothing) and a target (all); the floor may lie above."""

    kind: Literal["linear"] = "linear"
    floor: float
    target: float

    @model_validator(mode="after")
    def _a_way_to_go(self) -> Linear:
        if self.floor == self.target:
            raise RefusedError([Reason("no-way-to-go")])
        return self

    def raw(self, seen: Seen) -> Floats:
        """1 − the part of the way from floor to target."""
        way = (seen.value() - self.floor) / (self.target - self.floor)
        return np.asarray(1.0 - np.clip(way, 0.0, 1.0), dtype=np.float64)

    def needs(self) -> tuple[str, ...]:
        """The count."""
        return ("count",)


class Grade(Rule):
    """A reviewer's grade of a material: A, B, C, C#, each worth a share."""

    kind: Literal["grade"] = "grade"
    grades: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(min_length=1)
    titles: dict[str, Titled] = Field(default={}, description="Of each grade what people read.")

    @model_validator(mode="after")
    def _titles_of_its_own(self) -> Grade:
        _refuse_strangers(self.titles, self.grades)
        return self

    def raw(self, seen: Seen) -> Floats:
        """1 − the share of the grade; plain pass and fail are understood too."""
        return 1.0 - worth({PASS: 1.0, **self.grades}, seen.result)

    def results(self) -> tuple[str, ...]:
        """The common results and the grades."""
        return (*COMMON_RESULTS, *self.grades)


class Answers(Rule):
    """Answers to one question, each worth a share; a row may stand for `count` equal answers."""

    kind: Literal["answers"] = "answers"
    answers: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(min_length=1)
    titles: dict[str, Titled] = Field(default={}, description="Of each answer what people read.")

    @model_validator(mode="after")
    def _titles_of_its_own(self) -> Answers:
        _refuse_strangers(self.titles, self.answers)
        return self

    def raw(self, seen: Seen) -> Floats:
        """1 − the share of the answer."""
        return 1.0 - worth({PASS: 1.0, **self.answers}, seen.result)

    def weight(self, seen: Seen) -> Floats:
        """The number of answers a row stands for."""
        return np.where(np.isnan(seen.count), 1.0, seen.count)

    def results(self) -> tuple[str, ...]:
        """The common results and the answers."""
        return (*COMMON_RESULTS, *self.answers)


def _refuse_strangers(titles: Mapping[str, object], own: Mapping[str, float]) -> None:
    """Raise when a title is given to what is none of a rule's own grades or answers."""
    strangers = [word for word in titles if word not in own]
    if strangers:
        raise RefusedError(
            Reason("strange-title", {"value": word}, ("titles", word, "zh")) for word in strangers
        )


def own_title(rule: Rule, value: str) -> Title | None:
    """What people read for one of the rule's own grades or answers, where the rule says it."""
    return rule.titles.get(value) if isinstance(rule, Grade | Answers) else None


def worth(shares: dict[str, float], results: NDArray[np.str_]) -> Floats:
    """The share of each result by a table of shares; 0 for a result not in it."""
    met = np.zeros(len(results))
    for result, share in shares.items():
        met[results == result] = share
    return met


ItemRule = Annotated[
    PassFail | AllOf | ByCount | Quota | Ratio | PerOccurrence | Bands | Linear | Grade | Answers,
    Field(discriminator="kind"),
]
