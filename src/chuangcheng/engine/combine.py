"""Component tables as cities publish them, added up in decimal as a person with a pencil would.

Binary floats are never right about 92.125, and a bulletin is checked to the last printed place;
so weights, totals and rates are `Decimal` here, and rounded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from chuangcheng.engine.exact import Rounding, decimal_rounded
from chuangcheng.engine.ranking import Ranking, standing

HUNDRED = Decimal(100)
#: Digits carried before the one rounding; no printed table comes near.
_DIGITS = 60


class WeightsError(ValueError):
    """Weights that are no shares of a hundred; `total` is what they add up to."""

    def __init__(self, total: Decimal, message: str) -> None:
        self.total = total
        super().__init__(message)


class NotAboveZeroError(WeightsError):
    """A weight that is 0 or less, which no normalising makes a share: `weight`."""

    def __init__(self, total: Decimal, weight: Decimal) -> None:
        self.weight = weight
        super().__init__(total, f"the weight {weight:f} is not above 0; correct it or leave it out")


class NotAHundredError(WeightsError):
    """Weights that are all above 0 and do not add up to 100, or none at all."""

    def __init__(self, total: Decimal) -> None:
        message = f"the weights add up to {total:f}, not 100; correct one or normalise them"
        super().__init__(total, message if total else "there are no weights; give at least one")


def percentages(weights: Sequence[Decimal], *, normalise: bool = False) -> tuple[Decimal, ...]:
    """Weights as per cent of the whole.

    They must add up to 100 unless they are to be taken relative to their sum.
    Raises NotAboveZeroError for the first that is not above 0, whatever they add up to, and
    NotAHundredError when they do not or when there are none.
    """
    whole = sum(weights, Decimal(0))
    for weight in weights:
        if weight <= 0:
            raise NotAboveZeroError(whole, weight)
    if not weights or (whole != HUNDRED and not normalise):
        raise NotAHundredError(whole)
    with localcontext(prec=_DIGITS):
        return tuple(weight * HUNDRED / whole for weight in weights)


def weighted(
    values: Sequence[Decimal],
    per_cent: Sequence[Decimal],
    places: int = 2,
    rounding: Rounding = "half-up",
) -> Decimal:
    """Σ value × per cent ÷ 100, rounded once."""
    with localcontext(prec=_DIGITS):
        whole = sum((v * p for v, p in zip(values, per_cent, strict=True)), Decimal(0)) / HUNDRED
        return decimal_rounded(whole, places, rounding)


def percent(
    count: int | Decimal, of: int | Decimal, places: int = 2, rounding: Rounding = "half-up"
) -> Decimal:
    """A rate as bulletins print it: 100 × count ÷ of. Raises ZeroDivisionError for none at all."""
    with localcontext(prec=_DIGITS):
        return decimal_rounded(HUNDRED * Decimal(count) / Decimal(of), places, rounding)


def unaccounted(whole: int | Decimal, parts: Iterable[int | Decimal]) -> Decimal:
    """What a printed whole has more (or, negative, less) than its printed parts."""
    return Decimal(whole) - sum(map(Decimal, parts), Decimal(0))


def ranked(
    totals: Sequence[Decimal],
    groups: Sequence[str] | None = None,
    ranking: Ranking = "competition",
) -> list[int]:
    """Ranks within groups by printed totals, highest first; ties as `ranking.rank` has them."""
    # Only the order counts for a rank, so each decimal stands for its place among them all.
    ladder = {total: place for place, total in enumerate(sorted(set(totals)))}
    places = [ladder[total] for total in totals]
    return [int(found) for found in standing(places, groups, ranking=ranking).rank]


@dataclass(frozen=True)
class Difference:
    """A printed figure that is not what the rule gives: `by` is printed − computed."""

    row: int
    column: str
    printed: Decimal
    computed: Decimal

    @property
    def by(self) -> Decimal:
        """How much was printed too much (or, negative, too little)."""
        return self.printed - self.computed


def differences(
    column: str, printed: Sequence[Decimal | None], computed: Sequence[Decimal | int]
) -> list[Difference]:
    """The rows whose printed figure differs; rows without one are not compared."""
    return [
        Difference(row, column, said, Decimal(found))
        for row, (said, found) in enumerate(zip(printed, computed, strict=True))
        if said is not None and said != found
    ]
