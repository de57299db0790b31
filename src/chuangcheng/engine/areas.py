"""The areas a score is given for, and how those above are made of those below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class AreaCycleError(ValueError):
    """An area lies, over others, within itself."""


@dataclass(frozen=True)
class Area:
    """One area: its place in the tree, the group it is ranked in, and its weight in the mean."""

    id: str
    title: str = ""
    parent: str = ""
    group: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class AreaTree:
    """Areas in their tree, parents before children, otherwise in the order given."""

    areas: tuple[Area, ...]

    @classmethod
    def of(cls, areas: Iterable[Area]) -> AreaTree:
        """The tree of the areas.

        A parent that is not itself listed is taken for a title above the tree and left out.
        Raises AreaCycleError when an area is its own ancestor.
        """
        listed = {area.id: area for area in areas}
        levels = {id_: _level(listed, id_) for id_ in listed}
        return cls(tuple(sorted(listed.values(), key=lambda area: levels[area.id])))

    @classmethod
    def flat(cls, ids: Iterable[str]) -> AreaTree:
        """Areas of which nothing is known but their ids, side by side."""
        return cls(tuple(Area(id_, id_) for id_ in sorted(set(ids))))

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of each area."""
        return {area.id: row for row, area in enumerate(self.areas)}

    @cached_property
    def ancestors(self) -> tuple[Ints, ...]:
        """For each area the rows it counts in: its own and those above it."""
        rows: list[Ints] = []
        for row, area in enumerate(self.areas):
            above = self.index.get(area.parent)
            rows.append(np.array([row, *([] if above is None else rows[above])]))
        return tuple(rows)

    @cached_property
    def members(self) -> tuple[Ints, ...]:
        """For each area the rows of it and of all areas below it."""
        below: list[list[int]] = [[] for _ in self.areas]
        for row, ancestors in enumerate(self.ancestors):
            for ancestor in ancestors:
                below[ancestor].append(row)
        return tuple(np.array(rows) for rows in below)

    @cached_property
    def children(self) -> tuple[Ints, ...]:
        """For each area the rows of the areas right below it."""
        below: list[list[int]] = [[] for _ in self.areas]
        for row, area in enumerate(self.areas):
            if area.parent in self.index:
                below[self.index[area.parent]].append(row)
        return tuple(np.array(rows, dtype=np.int64) for rows in below)

    @cached_property
    def peers(self) -> Ints:
        """The number of each area's peer group: same level, same group."""
        keys = [(len(self.ancestors[row]), area.group) for row, area in enumerate(self.areas)]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        return np.array([numbers[key] for key in keys])


def _level(listed: Mapping[str, Area], id_: str) -> int:
    walked = [id_]
    while (parent := listed[walked[-1]].parent) in listed:
        if parent in walked:
            round_ = " → ".join([*walked[walked.index(parent) :], parent])
            msg = f"the areas go round in a circle: {round_}; correct one of their parents"
            raise AreaCycleError(msg)
        walked.append(parent)
    return len(walked)
