"""The total of several years (三年总评): the last weighs most, and the weights are data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from chuangcheng.engine.combine import percentages, weighted
from chuangcheng.engine.exact import Rounding

_YEAR = re.compile(r"\s*((?:19|20)\d\d)(?!\d).*")


def year_of(header: str) -> int | None:
    """The year that a column's header begins with, None when it does not begin with one."""
    found = _YEAR.fullmatch(header)
    return int(found[1]) if found else None


def year_columns(headers: Sequence[str]) -> list[int]:
    """The places of the columns that hold years, the earliest year first."""
    years = [(year, place) for place, header in enumerate(headers) if (year := year_of(header))]
    return [place for _, place in sorted(years)]


def years_total(
    scores: Sequence[Decimal],
    weights: Sequence[Decimal],
    places: int = 2,
    rounding: Rounding = "half-up",
    *,
    normalise: bool = False,
) -> Decimal:
    """The weighted total of yearly scores, both from the first year to the last.

    Raises WeightsError for weights that are no shares of 100, ValueError when years are missing.
    """
    return weighted(scores, percentages(weights, normalise=normalise), places, rounding)
