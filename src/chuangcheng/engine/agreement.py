"""How far two or more inspectors who judged the same thing agree, beyond chance.

- `kappa`: Cohen (1960) for two raters, weighted after Cohen (1968); standard error after Fleiss,
  Cohen and Everitt, "Large sample standard errors of kappa and weighted kappa" (1969).
- `ac1`: Gwet, "Computing inter-rater reliability and its variance in the presence of high
  agreement" (2008), for any number of raters and missing answers; variance as in his "Handbook of
  Inter-Rater Reliability" (4th edition, 2014).
- `alpha`: Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), nominal, with missing
  answers; interval by resampling units, which Zapf and others (BMC Medical Research Methodology
  16:93, 2016) found to keep its level.

Nearly every item is met at nearly every point, and there kappa and alpha fall towards 0 though
people hardly ever differ; AC1 does not.  So all three are shown together, with plain agreement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.intervals import interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Why = Literal["", "too few units", "one answer only"]
Weights = Literal["none", "linear", "quadratic"]

MISSING = -1
_FEWEST = 2
_DRAWS = 2000


@dataclass(frozen=True)
class Ratings:
    """Answers as numbers: `codes` of shape (units, raters), −1 where a rater gave none.

    A code is a place in `categories`; those of a scale stand in the order of the scale.
    """

    codes: Ints
    categories: tuple[Hashable, ...]

    @property
    def counts(self) -> Floats:
        """How often each unit was given each answer, of shape (units, categories)."""
        answers = np.arange(len(self.categories))
        return np.asarray((self.codes[:, :, None] == answers).sum(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Agreement:
    """A coefficient of agreement with its interval.

    `value` is None where it is undefined, and `undefined` says why: fewer than two units judged
    twice, or one answer only, from which nobody can tell agreement from chance.
    `low` and `high` are None then, and where all units judged twice belong to one cluster.
    `observed` is the plain share of agreement, `units` how many units were judged twice.
    """

    value: float | None
    low: float | None
    high: float | None
    observed: float | None
    units: int
    undefined: Why = ""


@dataclass(frozen=True)
class _Shares:
    """Agreement observed and expected by chance, one for each draw (or one alone)."""

    observed: Floats
    chance: Floats

    @property
    def values(self) -> Floats:
        """The share of what chance leaves over in which raters agree; nan where it leaves none."""
        left = 1 - self.chance
        over = np.divide(self.observed - self.chance, left, where=left > 0, out=left * np.nan)
        return np.asarray(over, dtype=np.float64)


@dataclass(frozen=True)
class _Measure:
    """A coefficient: statistics of units that add up, and the shares that follow from sums.

    `statistics` has shape (units, k), `shares` takes sums of shape (draws, k).
    `error` gives the standard error where a formula is published.
    """

    statistics: Floats
    shares: Callable[[Floats], _Shares]
    error: Callable[[_Shares], float] | None = None


def ratings(
    answers: Sequence[Sequence[Hashable | None]], categories: Sequence[Hashable] | None = None
) -> Ratings:
    """Answers of units (rows) by raters (columns), None where missing, as `Ratings`.

    The possible answers are those given, else those seen, in order.
    Say them where you know them: AC1 depends on how many there were to choose from.
    Raises ValueError for an answer that is not among them and for rows of unequal length.
    """
    seen = {answer for row in answers for answer in row if answer is not None}
    known = tuple(sorted(seen, key=str) if categories is None else categories)
    if len({len(row) for row in answers}) > 1:
        message = "every unit needs a place for every rater: give None where one did not answer"
        raise ValueError(message)
    if strange := seen - set(known):
        message = f"{', '.join(sorted(map(str, strange)))} is not among the possible answers"
        raise ValueError(message)
    place = {answer: number for number, answer in enumerate(known)} | {None: MISSING}
    codes = [[place[answer] for answer in row] for row in answers]
    return Ratings(np.array(codes, dtype=np.int64).reshape(len(codes), -1), known)


def kappa(
    rated: Ratings,
    weights: Weights | Floats = "none",
    *,
    level: float = 0.95,
    clusters: Sequence[Hashable] | None = None,
) -> Agreement:
    """Cohen's kappa of two raters over the units both judged.

    Weights say how much of an agreement two answers are, 1 for equal ones; "linear" and
    "quadratic" take the categories for an evenly spaced scale.
    Raises ValueError unless there are two raters.
    """
    if rated.codes.shape[1] != 2:
        message = f"kappa compares two raters, not {rated.codes.shape[1]}: use ac1 or alpha"
        raise ValueError(message)
    measure = _kappa(rated, _weights(weights, len(rated.categories)))
    return _answered(rated, measure, level, clusters)


def ac1(
    rated: Ratings, *, level: float = 0.95, clusters: Sequence[Hashable] | None = None
) -> Agreement:
    """Gwet's AC1 of any number of raters.

    Where every answer is the same it is 1, if the categories say that others were possible.
    """
    return _answered(rated, _ac1(rated), level, clusters)


def alpha(
    rated: Ratings, *, level: float = 0.95, clusters: Sequence[Hashable] | None = None
) -> Agreement:
    """Krippendorff's alpha of any number of raters, nominal."""
    return _answered(rated, _alpha(rated), level, clusters)


def _kappa(rated: Ratings, weights: Floats) -> _Measure:
    """Units count in the cell of their pair of answers; the table of cells gives both shares."""
    size = len(rated.categories)
    both = (rated.codes != MISSING).all(axis=1)
    one, other = np.where(both[:, None], rated.codes, 0).T
    cells = np.eye(size * size)[one * size + other] * both[:, None]

    def shares(sums: Floats) -> _Shares:
        with np.errstate(invalid="ignore"):  # a draw without a unit judged twice is left out
            table = sums.reshape(-1, size, size) / sums.sum(axis=1)[:, None, None]
        expected = table.sum(axis=2)[:, :, None] * table.sum(axis=1)[:, None, :]
        return _Shares((table * weights).sum(axis=(1, 2)), (expected * weights).sum(axis=(1, 2)))

    def error(found: _Shares) -> float:
        table = cells.sum(axis=0).reshape(size, size) / both.sum()
        by_row, by_column = weights @ table.sum(axis=0), table.sum(axis=1) @ weights
        lean = np.add.outer(by_row, by_column) * (1 - found.values[0])
        centred = (weights - lean)[one[both], other[both]]
        return float(centred.std() / (1 - found.chance[0]) / math.sqrt(both.sum()))

    return _Measure(cells, shares, error)


def _ac1(rated: Ratings) -> _Measure:
    """Units give their agreement, if judged twice, and the shares of their answers."""
    counts = rated.counts
    given = counts.sum(axis=1)
    twice, once = given >= 2, given >= 1
    agreed = _agreed(counts)
    parts = counts / np.maximum(given, 1)[:, None]
    others = len(rated.categories) - 1

    def shares(sums: Floats) -> _Shares:
        with np.errstate(invalid="ignore"):  # a draw without a unit judged twice is left out
            observed = sums[:, 0] / sums[:, 1]
        overall = sums[:, 3:] / sums[:, 2:3]
        spread = (overall * (1 - overall)).sum(axis=1)
        return _Shares(observed, spread / others if others > 0 else np.ones_like(spread))

    def error(found: _Shares) -> float:
        value, left = found.values[0], 1 - found.chance[0]
        overall = parts[once].mean(axis=0)
        own = (agreed - found.chance[0] * twice)[once] * once.sum() / twice.sum() / left
        expected = parts[once] @ (1 - overall) / others
        influence = own - 2 * (1 - value) * (expected - found.chance[0]) / left - value
        return math.sqrt(float((influence**2).sum()) / (once.sum() * (once.sum() - 1)))

    return _Measure(np.column_stack([agreed, twice, once, parts]), shares, error)


def _alpha(rated: Ratings) -> _Measure:
    """Alpha as agreement: 1 − disagreement observed ÷ expected, over units judged twice."""
    counts = rated.counts
    counts = counts * (counts.sum(axis=1) >= 2)[:, None]
    agreed = _agreed(counts) * counts.sum(axis=1)

    def shares(sums: Floats) -> _Shares:
        totals = sums[:, 1:]
        values = totals.sum(axis=1)
        with np.errstate(invalid="ignore"):  # a draw without a unit judged twice is left out
            chance = (totals * (totals - 1)).sum(axis=1) / (values * (values - 1))
            return _Shares(sums[:, 0] / values, chance)

    return _Measure(np.column_stack([agreed, counts]), shares)


def _agreed(counts: Floats) -> Floats:
    """The share of a unit's pairs of answers that agree; 0 where it has no pair."""
    given = counts.sum(axis=1)
    pairs = np.maximum(given * (given - 1), 1)
    return np.asarray((counts * (counts - 1)).sum(axis=1) / pairs, dtype=np.float64)


def _answered(
    rated: Ratings, measure: _Measure, level: float, clusters: Sequence[Hashable] | None
) -> Agreement:
    """The coefficient with the interval that fits, or why there is none."""
    if clusters is not None and len(clusters) != len(rated.codes):
        message = f"{len(rated.codes)} units need as many clusters, not {len(clusters)}"
        raise ValueError(message)
    given = (rated.codes != MISSING).sum(axis=1)
    units = int((given >= 2).sum())
    if units < _FEWEST:
        return Agreement(None, None, None, None, units, "too few units")
    found = measure.shares(measure.statistics.sum(axis=0, keepdims=True))
    observed, value = float(found.observed[0]), float(found.values[0])
    if math.isnan(value):
        return Agreement(None, None, None, observed, units, "one answer only")
    labels = range(len(given)) if clusters is None else clusters
    apart = int(_places(labels, given >= 2).max()) + 1
    if apart < _FEWEST:
        return Agreement(value, None, None, observed, units)
    if observed >= 1:
        return Agreement(value, _unanimous(found, apart, level), 1.0, observed, units)
    if clusters is None and measure.error is not None:
        reach = NormalDist().inv_cdf((1 + level) / 2) * measure.error(found)
        return Agreement(value, max(value - reach, -1.0), min(value + reach, 1.0), observed, units)
    low, high = _resampled(measure, value, level, _places(labels, given >= 1))
    return Agreement(value, low, high, observed, units)


def _unanimous(found: _Shares, apart: int, level: float) -> float:
    """The lower limit where all agree, of which neither formula nor resampling knows anything.

    Plain agreement is then known to Wilson's lower limit of n out of n, 1 ÷ (1 + z² ÷ n), with
    chance as it is. `apart` is n: how many clusters hold a unit judged twice, or how many units
    where there are no clusters; units of one cluster speak for each other.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    return float(_Shares(np.array([1 / (1 + z * z / apart)]), found.chance).values[0])


def _places(labels: Sequence[Hashable], counted: NDArray[np.bool_]) -> Ints:
    """The number of each counted unit's cluster from 0 on, −1 for the others."""
    numbers: dict[Hashable, int] = {}
    pairs = zip(labels, counted, strict=True)
    return np.array(
        [numbers.setdefault(name, len(numbers)) if seen else -1 for name, seen in pairs]
    )


def _resampled(measure: _Measure, value: float, level: float, places: Ints) -> tuple[float, float]:
    """The bias-corrected interval over samples of two or more clusters with replacement.

    The stream of chance is fixed, so the same answers always give the same interval.
    Samples in which only one answer came up say nothing and are left out.
    """
    size = int(places.max()) + 1
    clusters = np.zeros((size, measure.statistics.shape[1]))
    np.add.at(clusters, places[places >= 0], measure.statistics[places >= 0])
    times = np.random.default_rng(0).multinomial(size, np.full(size, 1 / size), _DRAWS)
    values = measure.shares(times @ clusters).values
    ordered = np.sort(values[~np.isnan(values)])[None, :]
    low, high = interval(np.array([value]), ordered, level, "bc")
    return float(low[0]), float(high[0])


def _weights(weights: Weights | Floats, size: int) -> Floats:
    """The table of weights, of shape (categories, categories)."""
    if not isinstance(weights, str):
        table = np.asarray(weights, dtype=np.float64)
        if table.shape != (size, size) or not (np.diag(table) == 1).all():
            message = f"weights must be {size} by {size} with 1 on the diagonal"
            raise ValueError(message)
        return table
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
    powers = {"none": np.sign(apart), "linear": apart, "quadratic": apart**2}
    return np.asarray(1.0 - powers[weights], dtype=np.float64)
