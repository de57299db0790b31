"""Parquet files of observations, read area by area as codes.

Needs pyarrow, which hands out dictionaries as they are stored.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from chuangcheng.engine.dense import Coded, Floats, Rows

try:
    import pyarrow as pa  # type: ignore[import-untyped]  # it comes without types
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it comes without types
except ModuleNotFoundError as error:
    msg = "reading Parquet area by area needs pyarrow; install chuangcheng[duckdb]"
    raise ModuleNotFoundError(msg) from error

_TEXTS = ("area", "unit", "item", "point_type", "result")
_NUMBERS = ("count", "of")
_Span = tuple[bytes, bytes]
#: Writers may cut off the bounds they note of long texts; none cuts off shorter ones (in bytes).
_CUT = 32


class ParquetRows:
    """A file of observations; several threads may read row groups at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._metadata = pq.read_metadata(path)
        names = self._metadata.schema.names
        self._there = [name for name in (*_TEXTS, *_NUMBERS) if name in names]
        self._place = {name: names.index(name) for name in self._there}
        self._open = threading.local()
        self._words: dict[str, tuple[pa.Array, tuple[str, ...]]] = {}

    def stretches(self) -> Iterator[list[int]]:
        """Row groups that may have areas in common, together; the others each on its own.

        Where the file does not say which areas a row group has, it may have any.
        """
        together: list[int] = []
        last: bytes | None = b""
        for group in range(self._metadata.num_row_groups):
            span = self._span(group)
            if together and span is not None and last is not None and span[0] > last:
                yield together
                together, last = [], b""
            together.append(group)
            last = None if span is None or last is None else max(span[1], last)
        if together:
            yield together

    def holding(self, area: str) -> list[int]:
        """The row groups that may have rows of an area."""
        name = area.encode()
        spans = ((g, self._span(g)) for g in range(self._metadata.num_row_groups))
        return [group for group, span in spans if span is None or span[0] <= name <= span[1]]

    def read(self, group: int) -> Rows:
        """One row group."""
        alone = self._alone(group)
        open_ = [name for name in self._there if name != "area" or alone is None]
        names = [name for name in open_ if not self._empty(group, name)]
        table = self._file().read_row_group(group, columns=names, use_threads=False)
        area, unit, item, point_type, result = (self._coded(table, name) for name in _TEXTS)
        count, of = (_floats(table, name) for name in _NUMBERS)
        if alone is not None:
            area = replace(area, words=(alone,))
        return Rows(area, unit, item, point_type, result, count, of)

    def size(self, groups: Sequence[int]) -> int:
        """How many rows some row groups hold."""
        return sum(self._metadata.row_group(group).num_rows for group in groups)

    def _coded(self, table: pa.Table, name: str) -> Coded:
        if name not in table.column_names:
            return Coded(np.zeros(len(table), dtype=np.int32), ("",))
        column = table.column(name).combine_chunks()
        if not pa.types.is_dictionary(column.type):
            column = column.cast(pa.string()).dictionary_encode()
        words, indices = self._read(name, column.dictionary), column.indices
        if indices.null_count:
            words = words if "" in words else (*words, "")
            indices = indices.fill_null(words.index(""))
        return Coded(np.asarray(np.from_dlpack(indices), dtype=np.int32), words)

    def _read(self, name: str, dictionary: pa.Array) -> tuple[str, ...]:
        """The words of a dictionary, which mostly is that of the row group before."""
        last, words = self._words.get(name, (None, ()))
        if last is None or not last.equals(dictionary):
            words = tuple("" if word is None else str(word) for word in dictionary.to_pylist())
            self._words[name] = dictionary, words
        return words

    def _file(self) -> pq.ParquetFile:
        """The file as this thread has it open: two threads must not share one."""
        if not hasattr(self._open, "file"):
            texts = [name for name in self._there if name in _TEXTS]
            self._open.file = pq.ParquetFile(
                self._path, metadata=self._metadata, read_dictionary=texts
            )
        file: pq.ParquetFile = self._open.file
        return file

    def _alone(self, group: int) -> str | None:
        """The one area that the file says all rows of a row group have, which need not be read."""
        statistics = self._metadata.row_group(group).column(self._place["area"]).statistics
        span = self._span(group)
        if span is None or span[0] != span[1] or len(span[0]) >= _CUT or statistics.null_count != 0:
            return None
        return span[0].decode()

    def _empty(self, group: int, name: str) -> bool:
        """Whether the file says that nothing stands in a column of a row group."""
        rows = self._metadata.row_group(group)
        column = rows.column(self._place[name])
        known = column.is_stats_set and column.statistics.has_null_count
        return bool(known and column.statistics.null_count == rows.num_rows)

    def _span(self, group: int) -> _Span | None:
        """The first and last area of a row group, where the file says.

        As bytes, which stand in the same order: thousands of texts would take longer than reading.
        """
        column = self._metadata.row_group(group).column(self._place["area"])
        statistics = column.statistics if column.is_stats_set else None
        if statistics is None or not statistics.has_min_max:
            return None
        return statistics.min_raw, statistics.max_raw


def _floats(table: pa.Table, name: str) -> Floats:
    if name not in table.column_names:
        return np.full(len(table), np.nan)
    column = table.column(name).combine_chunks().cast(pa.float64()).fill_null(math.nan)
    return np.asarray(np.from_dlpack(column), dtype=np.float64)
