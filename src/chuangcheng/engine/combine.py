"""Component tables as cities publish them, added up in decimal as a person with a pencil would.

Binary floats are never right about 92.125, and a bulletin is checked to the last printed place;
so weights, totals and rates are `Decimal` here, and rounded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import groupby

from chuangcheng.engine.exact import Rounding, decimal_rounded
from chuangcheng.engine.ranking import Ranking

HUNDRED = Decimal(100)
#: Digits carried before the one rounding; no printed table comes near.
_DIGITS = 60


class WeightsError(ValueError):
    """Weights that are not positive or do not add up to 100; `total` is what they add up to."""

    def __init__(self, total: Decimal) -> None:
        self.total = total
        super().__init__(f"the weights add up to {total:f}, not 100; correct one or normalise them")


def percentages(weights: Sequence[Decimal], *, normalise: bool = False) -> tuple[Decimal, ...]:
    """Weights as per cent of the whole.

    They must add up to 100 unless they are to be taken relative to their sum.
    Raises WeightsError when they do not, or when one is not above 0.
    """
    whole = sum(weights, Decimal(0))
    if min(weights, default=Decimal(0)) <= 0 or (whole != HUNDRED and not normalise):
        raise WeightsError(whole)
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
    """Ranks within groups by printed totals, highest first.

    `competition`: 1, 2, 2, 4; `ordinal`: 1, 2, 3, 4, equal ones in the order given.
    """
    group = [""] * len(totals) if groups is None else groups
    order = sorted(range(len(totals)), key=lambda row: (group[row], -totals[row], row))
    ranks = [0] * len(totals)
    for _, rows in groupby(order, key=lambda row: group[row]):
        first = 1
        for _, equals in groupby(list(rows), key=lambda row: totals[row]):
            tied = list(equals)
            for place, row in enumerate(tied):
                ranks[row] = first + (place if ranking == "ordinal" else 0)
            first += len(tied)
    return ranks


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
