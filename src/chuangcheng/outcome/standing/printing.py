"""How points are printed: rounded once, half up, with a true minus sign."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from chuangcheng.engine.exact import PLACES, TICK, decimal_rounded

MINUS = "−"
SHOWN = 2


def points(ticks: int | None, places: int = SHOWN) -> str:
    """Ticks as points; a dash where there is no figure."""
    if ticks is None:
        return "—"
    exact = Decimal(ticks).scaleb(-PLACES)
    return f"{decimal_rounded(exact, places)}".replace("-", MINUS)


def exactly(ticks: int) -> str:
    """Ticks with every place that is not zero, two at least."""
    whole = f"{Decimal(ticks).scaleb(-PLACES):f}"
    left, _, right = whole.partition(".")
    return f"{left}.{right.rstrip('0').ljust(SHOWN, '0')}".replace("-", MINUS)


def change(ticks: int | None) -> str:
    """A difference with its sign."""
    if ticks is None:
        return "—"
    return ("+" if ticks > 0 else "") + points(ticks)


def margin(low: float | None, high: float | None) -> str:
    """The ends of an interval; nothing where nothing was sampled."""
    return "" if low is None or high is None else f"{low:.2f} – {high:.2f}"


def percent(share: float | None) -> str:
    """A share in per cent."""
    return "—" if share is None else f"{share * 100:.1f}%"


def number(ticks: int) -> float:
    """Ticks as a number, for spreadsheets."""
    return ticks / TICK


def moment(at: datetime) -> str:
    """A moment as the clock on the office's wall shows it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
