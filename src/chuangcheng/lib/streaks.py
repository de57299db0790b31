"""Red and black lists by rectification rate, and how many periods running somebody stands on one.

Published schemes list weekly, group by group: by position (the first five and the last three), or
by threshold (90 % and more, below 85 %). Ties all enter; whoever had no problems in the period is
left out of it. Rates are compared as fractions, so that equal ones are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Colour = Literal["red", "black", ""]
#: What a period in which somebody was left out does to the run: end it, or count for nothing.
LeftOut = Literal["breaks", "passes"]


@dataclass(frozen=True)
class Rate:
    """Rectified out of found in one period."""

    rectified: int
    found: int

    def __post_init__(self) -> None:
        if not 0 <= self.rectified <= self.found:
            message = f"{self.rectified} of {self.found} cannot have been rectified"
            raise ValueError(message)

    @property
    def share(self) -> Fraction | None:
        """The rate, none where nothing was found."""
        return Fraction(self.rectified, self.found) if self.found else None


@dataclass(frozen=True)
class Positions:
    """So many from the top are red, so many from the bottom black."""

    red: int
    black: int


@dataclass(frozen=True)
class Thresholds:
    """From one rate on red, below another black, in between on neither list."""

    red_from: Fraction
    black_below: Fraction


def listed(rates: Mapping[str, Rate], by: Positions | Thresholds) -> dict[str, Colour]:
    """The list on which each of one group stands; whoever had no problems is not in the answer.

    Where a group is so small, or so equal, that somebody would stand on both lists, they stand on
    neither.
    """
    shares = {key: share for key, rate in rates.items() if (share := rate.share) is not None}
    match by:
        case Positions():
            red = {key for key in shares if _better(shares, key) < by.red}
            black = {key for key in shares if _worse(shares, key) < by.black}
        case Thresholds():
            red = {key for key, share in shares.items() if share >= by.red_from}
            black = {key for key, share in shares.items() if share < by.black_below}
    return {key: _colour(key in red, key in black) for key in shares}


def running(
    periods: Sequence[Mapping[str, Colour]], colour: Colour, left_out: LeftOut
) -> dict[str, int]:
    """How many periods running, up to the last, each stands on a list; the last period comes last.

    Who is not on it in the end has 0. A period in which somebody was left out ends the run or is
    passed over; who was left out of the last one keeps a run only where such periods are passed.
    """
    everybody = {key for period in periods for key in period}
    return {
        key: _run([period.get(key) for period in periods], colour, left_out) for key in everybody
    }


def _run(stood: Sequence[Colour | None], colour: Colour, left_out: LeftOut) -> int:
    number = 0
    for one in reversed(stood):
        if one == colour:
            number += 1
        elif one is not None or left_out == "breaks":
            break
    return number


def follows(steps: Mapping[int, str], number: int) -> str:
    """What follows after so many periods running: the step of the largest number reached."""
    reached = [least for least in steps if least <= number]
    return steps[max(reached)] if reached else ""


def _better(shares: Mapping[str, Fraction], key: str) -> int:
    return sum(share > shares[key] for share in shares.values())


def _worse(shares: Mapping[str, Fraction], key: str) -> int:
    return sum(share < shares[key] for share in shares.values())


def _colour(red: bool, black: bool) -> Colour:
    if red == black:
        return ""
    return "red" if red else "black"
