"""Cells into numbers and moments: what cannot be read becomes null, and is found by that."""

from __future__ import annotations

import polars as pl

from chuangcheng.tables.sources import Epoch

MOMENT = pl.Datetime("us")
#: Clocks with an offset are set to the one time zone that offices keep.
ZONE = "Asia/Shanghai"
_DAY = r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?[Tt\s]*"
_FORMATS = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M")
_OFFSETS = ("%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%d %H:%M%z")
#: Day numbers outside these are years or codes, not dates (about 1954 to 2119).
_FIRST_DAY, _LAST_DAY = 20_000, 80_000


def number(raw: pl.Expr) -> pl.Expr:
    """Text or any number as a finite float."""
    value = raw.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def moment(raw: pl.Expr, epoch: Epoch = 1900) -> pl.Expr:
    """Text as a moment: ISO 8601, dates as people write them, and Excel's day numbers."""

    def read(texts: pl.Series) -> pl.Series:
        # A morning's rows share few moments, and reading one costs as much as counting it.
        once = texts.unique()
        read = once.to_frame("raw").select(_moment(pl.col("raw"), epoch)).to_series()
        return texts.replace_strict(once, read, return_dtype=MOMENT)

    return raw.map_batches(read, return_dtype=MOMENT, is_elementwise=True)


def _moment(raw: pl.Expr, epoch: Epoch) -> pl.Expr:
    text = raw.str.replace(_DAY, "${1}-${2}-${3} ").str.strip_chars()
    zoned = text.str.replace(r"[Zz]$", "+00:00")
    days = text.str.to_date("%Y-%m-%d", strict=False).cast(MOMENT)
    clocks = (text.str.to_datetime(f, time_unit="us", strict=False) for f in _FORMATS)
    instants = (
        zoned.str.to_datetime(f, time_unit="us", strict=False, time_zone="UTC") for f in _OFFSETS
    )
    return pl.coalesce(days, *clocks, *map(local, instants), _serial(raw, epoch))


def local(instant: pl.Expr) -> pl.Expr:
    """An instant with a zone as the clock on the office's wall shows it."""
    return instant.dt.convert_time_zone(ZONE).dt.replace_time_zone(None).cast(MOMENT)


def _serial(text: pl.Expr, epoch: Epoch) -> pl.Expr:
    """Days since the epoch; from 1900 on a 29 February is counted that never was."""
    days = text.cast(pl.Float64, strict=False)
    start = pl.datetime(1899, 12, 30) if epoch == 1900 else pl.datetime(1904, 1, 1)
    sane = pl.when(days.is_between(_FIRST_DAY, _LAST_DAY)).then(days)
    return start.cast(MOMENT) + pl.duration(seconds=(sane * 86_400).round())
