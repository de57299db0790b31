"""How points are printed: rounded once, half up, with a true minus sign."""

from __future__ import annotations

from collections.abc import Iterable
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
    return f"{_rounded(ticks, places)}".replace("-", MINUS)


def exactly(ticks: int) -> str:
    """Ticks with every place that is not zero, two at least."""
    whole = f"{Decimal(ticks).scaleb(-PLACES):f}"
    left, _, right = whole.partition(".")
    return f"{left}.{right.rstrip('0').ljust(SHOWN, '0')}".replace("-", MINUS)


def change(ticks: int | None, places: int = SHOWN) -> str:
    """A difference with its sign."""
    if ticks is None:
        return "—"
    return ("+" if _rounded(ticks, places) > 0 else "") + points(ticks, places)


def adds_up(parts: Iterable[int], total: int) -> bool:
    """Whether the printed parts (ticks) add up to the printed total, as a reader reckons."""
    return sum(_rounded(part, SHOWN) for part in parts) == _rounded(total, SHOWN)


def _rounded(ticks: int, places: int) -> Decimal:
    """The points as they are printed; what is nothing after rounding has no sign."""
    rounded = decimal_rounded(Decimal(ticks).scaleb(-PLACES), places)
    return rounded or abs(rounded)


def margin(low: float | None, high: float | None) -> str:
    """The ends of an interval; nothing where nothing was sampled, or nothing in it varies."""
    if low is None or high is None:
        return ""
    ends = f"{low:.{SHOWN}f}", f"{high:.{SHOWN}f}"
    return "" if ends[0] == ends[1] else " – ".join(ends)


def percent(share: float | None) -> str:
    """A share in per cent."""
    return "—" if share is None else f"{share * 100:.1f}%"


def number(ticks: int) -> float:
    """Ticks as a number, for spreadsheets."""
    return ticks / TICK


def moment(at: datetime) -> str:
    """A moment as the clock on the office's wall shows it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
