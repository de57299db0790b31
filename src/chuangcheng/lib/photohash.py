"""Fingerprints of photographs, by which one that is used again is recognised.

A *difference hash* (after N. Krawetz, "Kind of like that", 2013): the picture is averaged down to
9 × 8 fields, and each of the 64 bits says whether a field is brighter than its left neighbour.
Brightness, size and compression hardly change it; a picture of something else differs in about
half of the bits.

Pictures come as arrays of shape (height, width) with greys from 0 to 255, already turned the way
they are looked at: a hash knows nothing of EXIF.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

A = TypeVar("A", bound=np.generic)
Floats = NDArray[np.float64]
Turning = Literal[
    "upright",
    "turned left",
    "upside down",
    "turned right",
    "mirrored",
    "mirrored, turned left",
    "mirrored, upside down",
    "mirrored, turned right",
]
Verdict = Literal["same", "look", "different", "blank"]

BITS = 64
_SIDE = 8
_BLOCK = 1 << 14
#: A field counts as brighter only by more than one of 256 greys: noise on an even wall, or in front
#: of a covered lens, is no feature.
_LEAST_STEP = 1.0
_TURNINGS: tuple[Turning, ...] = (
    "upright",
    "turned left",
    "upside down",
    "turned right",
    "mirrored",
    "mirrored, turned left",
    "mirrored, upside down",
    "mirrored, turned right",
)


@dataclass(frozen=True)
class Limits:
    """The most bits in which two hashes may differ to be called the same, or to be looked at.

    Usual for 64 bits: 6 and 12.
    """

    same: int
    look: int

    def __post_init__(self) -> None:
        if not 0 <= self.same <= self.look < BITS:
            message = f"limits must rise from 0 to below {BITS}, not {self.same} and {self.look}"
            raise ValueError(message)


@dataclass(frozen=True)
class Likeness:
    """How near a picture comes to another: bits that differ, how it was turned, and the verdict."""

    distance: int
    turning: Turning
    verdict: Verdict


def difference_hash(picture: NDArray[np.generic]) -> int:
    """The hash of a greyscale picture: 64 bits as a whole number, 0 for one without features.

    Raises ValueError for anything but an array of two dimensions with something in it.
    """
    fields = _averaged(_checked(picture), _SIDE, _SIDE + 1)
    bits = (fields[:, 1:] - fields[:, :-1] > _LEAST_STEP).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def turnings(picture: NDArray[np.generic]) -> dict[Turning, int]:
    """The hashes of a picture as it is, turned by quarters, and mirrored left to right with each.

    It is enough to keep the upright hash of every picture and to ask for all turnings of a new one.
    """
    sides = (picture, np.fliplr(_checked(picture)))
    hashes = [difference_hash(np.rot90(side, quarter)) for side in sides for quarter in range(4)]
    return dict(zip(_TURNINGS, hashes, strict=True))


def distance(one: int, other: int) -> int:
    """In how many bits two hashes differ (Hamming)."""
    return (one ^ other).bit_count()


def distances(one: int, others: Iterable[int]) -> NDArray[np.uint8]:
    """In how many bits a hash differs from each of many."""
    differing = np.fromiter(others, dtype=np.uint64) ^ np.uint64(one)
    return np.asarray(np.bitwise_count(differing), dtype=np.uint8)


def likeness(new: dict[Turning, int], kept: int, limits: Limits) -> Likeness:
    """How a new picture, by the hashes of its turnings, compares with a kept one's upright hash.

    The nearest turning counts; among equals the first.
    A picture without features is "blank" and like nothing: covered lenses are not one photograph.
    """
    turning = min(new, key=lambda turning: distance(new[turning], kept))
    apart = distance(new[turning], kept)
    if kept == 0 or not any(new.values()):
        return Likeness(apart, turning, "blank")
    return Likeness(apart, turning, _verdict(apart, limits))


def _verdict(apart: int, limits: Limits) -> Verdict:
    if apart <= limits.same:
        return "same"
    return "look" if apart <= limits.look else "different"


def _checked(picture: NDArray[np.generic]) -> Floats:
    if picture.ndim != 2 or not picture.size:
        message = f"a greyscale picture has height and width, not the shape {picture.shape}"
        raise ValueError(message)
    return picture.astype(np.float64)


def _averaged(bright: Floats, rows: int, columns: int) -> Floats:
    """The exact means of rows × columns equal fields, which may cut through pixels."""
    return _means(_means(bright, rows).T, columns).T


def _means(bright: Floats, parts: int) -> Floats:
    """The means of equal parts along the first axis: differences of the running sum at the cuts."""
    length = len(bright)
    running = np.concatenate([np.zeros((1, bright.shape[1])), np.cumsum(bright, axis=0)])
    cuts = np.linspace(0, length, parts + 1)
    below = np.minimum(cuts.astype(np.int64), length - 1)
    at_cuts = running[below] + (cuts - below)[:, None] * (running[below + 1] - running[below])
    return np.asarray(np.diff(at_cuts, axis=0) * (parts / length), dtype=np.float64)


@dataclass(frozen=True)
class Near:
    """A kept picture that comes near a new one: its key, the bits that differ, how it is turned."""

    key: int
    distance: int
    turning: Turning


class Shelf:
    """Kept upright hashes with their keys, all of them compared with each new picture.

    Looking through a million takes some 10 ms and 16 MB, so no index stands in between that could
    overlook anything.
    """

    def __init__(self) -> None:
        self._keys: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._hashes: NDArray[np.uint64] = np.empty(0, dtype=np.uint64)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def put(self, keys: Sequence[int], hashes: Sequence[int]) -> None:
        """Put more pictures on it, one hash a key."""
        end = self._size + len(keys)
        if end > len(self._keys):
            room = max(end, 2 * len(self._keys))
            self._keys = _grown(self._keys, room)
            self._hashes = _grown(self._hashes, room)
        self._keys[self._size : end] = keys
        self._hashes[self._size : end] = np.array(hashes, dtype=np.uint64)
        self._size = end

    def near(self, new: Mapping[Turning, int], most: int) -> list[Near]:
        """The kept pictures that differ in at most so many bits, in some turning; nearest first.

        Pictures without features are near to nothing, as in `likeness`.
        """
        if not any(new.values()):
            return []
        hashes, names = self._hashes[: self._size], list(new)
        wanted = np.array([new[name] for name in names], dtype=np.uint64)
        found = _within(hashes, wanted, most)
        apart = np.bitwise_count(hashes[found, None] ^ wanted)
        best, turned = apart.min(axis=1, initial=BITS), apart.argmin(axis=1)
        order = np.argsort(best, kind="stable")
        keys = self._keys[found]
        return [Near(int(keys[i]), int(best[i]), names[turned[i]]) for i in order]


def _within(hashes: NDArray[np.uint64], wanted: NDArray[np.uint64], most: int) -> NDArray[np.intp]:
    """Where some wanted hash differs in at most so many bits; in blocks that stay in the cache."""
    found: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
    for start in range(0, len(hashes), _BLOCK):
        block = hashes[start : start + _BLOCK]
        best = np.bitwise_count(block ^ wanted[0])
        for other in wanted[1:]:
            np.minimum(best, np.bitwise_count(block ^ other), out=best)
        found.append(start + np.flatnonzero((best <= most) & (block != 0)))
    return np.concatenate(found)


def _grown(array: NDArray[A], room: int) -> NDArray[A]:
    larger = np.empty(room, dtype=array.dtype)
    larger[: len(array)] = array
    return larger
