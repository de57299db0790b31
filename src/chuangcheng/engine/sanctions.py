"""Bonus points, penalties and vetoes, on top of the raw score and apart from it.

The raw score is never overwritten: an office needs both, and the rank by both
(a city that scored first and lost five points for a leader's offence was third).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.exact import Ticks, to_ticks
from chuangcheng.engine.framework import Framework, Sanction


class UnknownSanctionError(ValueError):
    """A decision names an entry that the framework does not have, or an unknown area."""


@dataclass(frozen=True)
class Decision:
    """An entry applied to an area: how often, and to whom it is laid."""

    area: str
    sanction: str
    times: float = 1.0
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Sanctioned:
    """By area, in ticks: what was added and taken off, and what any veto leads to ("" is none)."""

    bonus: Ticks
    penalty: Ticks
    effect: NDArray[np.str_]

    def net(self, raw: Ticks) -> Ticks:
        """Raw points with bonus and penalty, never below 0."""
        return np.asarray(np.maximum(raw + self.bonus - self.penalty, 0), dtype=np.int64)

    @property
    def ranked(self) -> NDArray[np.bool_]:
        """Whether the area takes part in the ranking of net scores."""
        return np.asarray(self.effect == "", dtype=np.bool_)


def sanctioned(framework: Framework, tree: AreaTree, decisions: Iterable[Decision]) -> Sanctioned:
    """Decisions summed by area, each entry and each kind up to its cap."""
    entries = {entry.id: entry for entry in framework.sanctions}
    decided = list(decisions)
    _all_known(entries, tree, decided)
    effect = np.full(len(tree.areas), "", dtype="<U16")
    points = {kind: np.zeros((len(tree.areas), len(entries))) for kind in ("bonus", "penalty")}
    column = {id_: i for i, id_ in enumerate(entries)}
    for decision in decided:
        entry, row = entries[decision.sanction], tree.index[decision.area]
        if entry.kind == "veto":
            effect[row] = entry.effect
        if entry.points:
            side = "bonus" if entry.kind == "bonus" else "penalty"
            points[side][row, column[entry.id]] += entry.points * decision.times
    settings = framework.settings
    return Sanctioned(
        bonus=_capped(points["bonus"], entries, settings.bonus_cap),
        penalty=_capped(points["penalty"], entries, settings.penalty_cap),
        effect=effect,
    )


def _capped(points: NDArray[np.float64], entries: dict[str, Sanction], cap: float | None) -> Ticks:
    caps = np.array([np.inf if e.cap is None else e.cap for e in entries.values()])
    each = np.minimum(points, caps) if len(entries) else points
    return to_ticks(np.minimum(each.sum(axis=1), np.inf if cap is None else cap))


def _all_known(entries: dict[str, Sanction], tree: AreaTree, decisions: list[Decision]) -> None:
    unknown = sorted({d.sanction for d in decisions} - entries.keys())
    nowhere = sorted({d.area for d in decisions} - tree.index.keys())
    if unknown or nowhere:
        msg = f"no such entry or area: {', '.join([*unknown, *nowhere])}"
        raise UnknownSanctionError(msg)
