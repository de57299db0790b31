"""A tiny base map as an office would have one: raster tiles in one PMTiles archive, version 3.

The layout is that of the format's public specification: header, root directory, metadata, one
leaf directory, tiles; directories are packed by gzip.
"""

from __future__ import annotations

import gzip
import io
import math
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from PIL import Image

GZIP, PLAIN, PNG = 2, 1, 2
HEADER_BYTES = 127
Tile = tuple[int, int, int]


def write(file: Path, lon: float, lat: float, closest: int, colour: tuple[int, int, int]) -> int:
    """Write an archive that shows one colour around a place, from the whole world to `closest`.

    All its tiles are one picture; gives where in the file that is.
    """
    picture = _picture(colour)
    numbers = sorted(_number(*tile) for tile in _around(lon, lat, closest))
    leaf = gzip.compress(_directory([(n, 1, 0, len(picture)) for n in numbers]))
    root = gzip.compress(_directory([(numbers[0], 0, 0, len(leaf))]))
    about = gzip.compress(b"{}")
    after_root = HEADER_BYTES + len(root)
    after_about = after_root + len(about)
    spans = (
        *(HEADER_BYTES, len(root), after_root, len(about), after_about, len(leaf)),
        *(after_about + len(leaf), len(picture)),
    )
    head = struct.pack(
        "<7sB8Q3Q6B", b"PMTiles", 3, *spans, len(numbers), len(numbers), 1, *_kind(closest)
    )
    bounds = struct.pack(
        "<4iB2i", *map(_sevenths, (-180, -85, 180, 85)), 0, *map(_sevenths, (lon, lat))
    )
    file.write_bytes(head + bounds + root + about + leaf + picture)
    return after_about + len(leaf)


def _kind(closest: int) -> tuple[int, ...]:
    """Clustered, how directories and tiles are packed, what tiles are, first and last zoom."""
    return 1, GZIP, PLAIN, PNG, 0, closest


def _sevenths(degrees: float) -> int:
    return round(degrees * 10_000_000)


def _around(lon: float, lat: float, closest: int) -> Iterator[Tile]:
    """The tile of a place and its neighbours, at every zoom."""
    slope = math.radians(lat)
    at_x, at_y = lon / 360 + 0.5, 0.5 - math.asinh(math.tan(slope)) / math.tau
    for z in range(closest + 1):
        n = 2**z
        across, down = int(at_x * n), int(at_y * n)
        for x in range(max(0, across - 2), min(n, across + 3)):
            for y in range(max(0, down - 2), min(n, down + 3)):
                yield z, x, y


def _number(z: int, x: int, y: int) -> int:
    """The number of a tile: lower zooms first, then along the Hilbert curve of its own."""
    found, side = (4**z - 1) // 3, 2**z // 2
    while side:
        right, lower = int(bool(x & side)), int(bool(y & side))
        found += side * side * ((3 * right) ^ lower)
        if not lower:
            x, y = (side - 1 - y, side - 1 - x) if right else (y, x)
        x, y, side = x & (side - 1), y & (side - 1), side // 2
    return found


def _directory(rows: list[tuple[int, int, int, int]]) -> bytes:
    """Rows of number, run, offset and length as columns of variable-length integers."""
    steps = [
        rows[0][0],
        *(after[0] - before[0] for before, after in pairwise(rows)),
    ]
    columns = (steps, *([row[at] for row in rows] for at in (1, 3)), [row[2] + 1 for row in rows])
    return b"".join(map(_varint, [len(rows), *(value for column in columns for value in column)]))


def _varint(value: int) -> bytes:
    found = bytearray()
    while value >= 128:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def _picture(colour: tuple[int, int, int]) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(file, "PNG")
    return file.getvalue()
