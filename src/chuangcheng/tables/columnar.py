"""Parquet files, read lazily: what is in them is only looked at when somebody asks."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Fault, FaultsError
from chuangcheng.tables.sources import Rows

_MAGIC = b"PAR1"
_LEAST = 12


def read_parquet(path: Path) -> Rows:
    """A Parquet file's rows, not yet read. Raises FaultsError for a cut or foreign file."""
    whole = _is_whole(path)
    try:
        frame = pl.scan_parquet(path) if whole else pl.LazyFrame()
        names = frame.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError):
        whole = False
    if not whole:
        raise FaultsError([Fault(str(path), sentences.broken("Parquet"))])
    columns = [pl.col(name).alias(str(place)) for place, name in enumerate(names)]
    numbered = frame.select(columns).with_row_index("row", offset=2)
    return Rows(str(path), tuple(names), numbered, typed=True)


def _is_whole(path: Path) -> bool:
    """Whether the file begins and ends as a Parquet file does."""
    if path.stat().st_size < _LEAST:
        return False
    with path.open("rb") as file:
        start = file.read(len(_MAGIC))
        file.seek(-len(_MAGIC), 2)
        return start == _MAGIC and file.read() == _MAGIC
