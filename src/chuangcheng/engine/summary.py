"""The draws of every area boiled down to intervals, while the next area is drawn."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Executor, Future

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.exact import from_ticks
from chuangcheng.engine.intervals import Method, interval
from chuangcheng.engine.redraw import Redrawn

Floats = NDArray[np.float64]

#: Areas that may be waiting to be boiled down while others are drawn.
AHEAD = 4
#: What is said of every node.
SAID = ("low", "high", "se", "bias")
#: SAID of every node, (4, nodes), and the draws of the total.
_Said = tuple[Floats, Floats]


def estimates(assessment: Assessment) -> Floats:
    """Points earned, by area and node."""
    scores = assessment.points
    earned = from_ticks(scores.possible - scores.lost)
    return np.asarray(earned @ assessment.plan.below, dtype=np.float64)


class Summary:
    """The draws of one area after another, boiled down to what the tables need."""

    def __init__(self, assessment: Assessment, draws: int, level: float, method: Method) -> None:
        self._possible = from_ticks(assessment.points.possible)
        self._level, self._method = level, method
        # Nodes that are alike are drawn once; a node with a single part needs no adding up.
        first, same = assessment.plan.different
        single = assessment.plan.below[:, first].sum(axis=0) == 1
        order = np.argsort(~single, kind="stable")
        self._nodes, self._same = first[order], np.argsort(order)[same]
        self._below = assessment.plan.below[:, self._nodes]
        self._part = self._below[:, : single.sum()].argmax(axis=0)
        self._waiting: deque[tuple[int, Future[_Said]]] = deque()
        self._estimates = estimates(assessment)[:, self._nodes]
        shape = (len(self._possible), len(self._same))
        self.arrays = {name: np.zeros(shape) for name in (*SAID, "varies")}
        self.arrays["totals"] = np.zeros((shape[0], draws))

    def take(self, area: Redrawn, pool: Executor) -> None:
        """Have the pool boil an area down; the next one can be drawn meanwhile."""
        shares = area.shares.T
        told = pool.submit(self._said, area.row, shares)
        possible = self._possible[area.row]
        whole = possible @ self._below
        varies = ((area.varies * possible) @ self._below) / np.where(whole > 0, whole, 1.0)
        self.arrays["varies"][area.row] = varies[self._same]
        self._waiting.append((area.row, told))
        if len(self._waiting) > AHEAD:
            self._keep(*self._waiting.popleft())

    def finish(self) -> None:
        """Keep what is still under way."""
        while self._waiting:
            self._keep(*self._waiting.popleft())

    def _keep(self, row: int, told: Future[_Said]) -> None:
        """Keep the interval, error and bias of every node of an area."""
        said, totals = told.result()
        for name, values in zip(SAID, said[:, self._same], strict=True):
            self.arrays[name][row] = values
        self.arrays["totals"][row] = totals - self.arrays["bias"][row, 0]

    def _said(self, row: int, shares: Floats) -> _Said:
        """What the shares lost of an area's parts, (parts, draws), say of its nodes."""
        whole = self._possible[row] @ self._below
        drawn, estimate = self._drawn(row, shares), self._estimates[row]
        drawn += whole[:, None]
        low, high = interval(estimate, drawn, self._level, self._method)
        # The total is the first node of every plan.
        totals, mean = drawn[self._same[0]].copy(), drawn.mean(axis=1)
        drawn -= mean[:, None]
        se = np.sqrt(np.vecdot(drawn, drawn) / (drawn.shape[1] - 1))
        ends = np.clip([low, high], 0.0, whole)
        return np.stack([*ends, se, mean - estimate]), totals

    def _drawn(self, row: int, shares: Floats) -> Floats:
        """What the nodes lost in every draw, below 0; (nodes, draws)."""
        lost = shares * -self._possible[row][:, None]
        single = len(self._part)
        drawn = np.empty((len(self._nodes), shares.shape[1]))
        np.take(lost, self._part, axis=0, out=drawn[:single], mode="clip")
        np.matmul(self._below[:, single:].T, lost, out=drawn[single:])
        return drawn
