"""Chance that falls the same way on every machine: each throw is a hash of what it is about.

No generator with a state is passed around, so no throw depends on how many came before it: a point
added to the county changes nothing about the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Dice:
    """Throws named by words; the seed is the first word of each."""

    seed: str

    def unit(self, *about: object) -> float:
        """A number in [0, 1), with the 53 bits a float holds."""
        words = "\x1f".join(map(str, (self.seed, *about)))
        digest = hashlib.blake2b(words.encode(), digest_size=8).digest()
        return float(int.from_bytes(digest, "big") >> 11) / float(2**53)

    def below(self, n: int, *about: object) -> int:
        """A whole number from 0 to n − 1."""
        return int(self.unit(*about) * n)

    def shuffled(self, things: Iterable[T], *about: object) -> list[T]:
        """The things in the order of their throws."""
        return sorted(things, key=lambda thing: self.unit(*about, thing))

    def pick(self, things: Sequence[T], *about: object) -> T:
        """One of the things, each as likely as the others."""
        return things[self.below(len(things), *about)]

    def weighted(self, things: Sequence[T], weights: Sequence[float], *about: object) -> T:
        """One of the things, each as likely as its weight says."""
        mark = self.unit(*about) * sum(weights)
        for thing, weight in zip(things, weights, strict=True):
            mark -= weight
            if mark < 0:
                return thing
        return things[-1]


def apportioned(
    whole: int, weights: Sequence[float], most: Sequence[int] | None = None
) -> list[int]:
    """A whole number handed out by weight (largest remainder), nobody above his `most`.

    Raises ValueError when all together may take less than there is.
    """
    limits = [whole] * len(weights) if most is None else list(most)
    if sum(limits) < whole:
        msg = f"{whole} cannot be handed out: all together may take {sum(limits)}"
        raise ValueError(msg)
    total = sum(weights)
    exact = [
        min(whole * weight / total, limit) for weight, limit in zip(weights, limits, strict=True)
    ]
    shares = [int(share) for share in exact]
    while (missing := whole - sum(shares)) > 0:
        open_ = [i for i, share in enumerate(shares) if share < limits[i]]
        order = sorted(open_, key=lambda i: (shares[i] - exact[i], i))
        for i in order[:missing]:
            shares[i] += 1
    return shares
