"""How figures are printed: rounded so that columns add up, with signs that a reader knows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chuangcheng.engine.exact import (
    PLACES,
    SLACK,
    TICK,
    Rounding,
    decimal_rounded,
    parts_that_add_up,
)

MINUS = "−"


def exact(value: float) -> Decimal:
    """A float that stands for ticks as the decimal number it was counted as.

    Within the slack of the ticks, as the table of ranks has it, so that both print the same.
    """
    return (Decimal(round(value * TICK / SLACK)) * SLACK).scaleb(-PLACES)


def printed(value: float, places: int, rounding: Rounding = "half-up") -> Decimal:
    """A figure that stands for itself, rounded once."""
    return decimal_rounded(exact(value), places, rounding)


def column(total: Decimal, values: Sequence[float], places: int) -> list[Decimal]:
    """Figures of a column, rounded so that they add up to the printed total below them.

    Where they are no parts of that total after all, each is rounded on its own.
    """
    try:
        return parts_that_add_up([exact(value) for value in values], total, places)
    except ValueError:
        return [printed(value, places) for value in values]


def within(lost: list[Decimal], possible: list[Decimal], step: Decimal) -> list[Decimal]:
    """A column of losses of which none is larger than what was possible, with the same sum.

    Rounding by largest remainder may push a part that was wholly lost one step too far.
    """
    losses = list(lost)
    for i, most in enumerate(possible):
        while losses[i] > most and (room := _room(losses, possible)) is not None:
            losses[i] -= step
            losses[room] += step
    return losses


def _room(losses: list[Decimal], possible: list[Decimal]) -> int | None:
    rooms = [most - lost for lost, most in zip(losses, possible, strict=True)]
    widest = max(range(len(rooms)), key=lambda i: rooms[i])
    return widest if rooms[widest] > 0 else None


def number(value: Decimal | float, places: int | None = None) -> str:
    """A number as it is printed, with a true minus sign."""
    text = f"{value:.{places}f}" if places is not None else f"{value}"
    return text.replace("-", MINUS)


def signed(value: Decimal) -> str:
    """A difference, with its sign."""
    return ("+" if value > 0 else "") + number(value)


def percent(share: float | None, places: int = 1) -> str:
    """A share in per cent; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.{places}f}%"


def short(value: float) -> str:
    """A number without needless zeros."""
    return number(float(f"{value:.6g}"), None).removesuffix(".0")
