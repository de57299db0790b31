"""The draws of every area boiled down to intervals, while the next area is drawn."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.exact import from_ticks
from chuangcheng.engine.intervals import Method, interval
from chuangcheng.engine.redraw import Redrawn
from chuangcheng.engine.threads import CORES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Areas that may be waiting to be boiled down while others are drawn.
AHEAD = 4
#: What is said of every node.
SAID = ("low", "high", "se", "bias")


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
        # Nodes that are alike are drawn once.
        first, self._same = assessment.plan.different
        self._below = assessment.plan.below[:, first]
        # A node with a single part needs no adding up, so such nodes are looked at by themselves.
        self._alone = self._below.sum(axis=0) == 1
        self._part = self._below.argmax(axis=0)
        self._nodes = [
            some
            for nodes in (np.flatnonzero(self._alone), np.flatnonzero(~self._alone))
            for some in np.array_split(nodes, CORES)
            if len(some)
        ]
        self._order = np.argsort(np.concatenate(self._nodes))
        self._waiting: deque[tuple[int, list[Future[Floats]]]] = deque()
        self._estimates = estimates(assessment)[:, first]
        shape = (len(self._possible), len(self._same))
        self.arrays = {name: np.zeros(shape) for name in (*SAID, "varies")}
        self.arrays["totals"] = np.zeros((shape[0], draws))

    def take(self, area: Redrawn, pool: Executor) -> None:
        """Have the pool boil an area down; the next one can be drawn meanwhile."""
        shares = area.shares.T
        told = [pool.submit(self._said, area.row, shares, nodes) for nodes in self._nodes]
        possible = self._possible[area.row]
        whole = possible @ self._below
        varies = ((area.varies * possible) @ self._below) / np.where(whole > 0, whole, 1.0)
        self.arrays["varies"][area.row] = varies[self._same]
        # The total is the first node of every plan.
        self.arrays["totals"][area.row] = whole[0] - possible @ shares
        self._waiting.append((area.row, told))
        if len(self._waiting) > AHEAD:
            self._keep(*self._waiting.popleft())

    def finish(self) -> None:
        """Keep what is still under way."""
        while self._waiting:
            self._keep(*self._waiting.popleft())

    def _keep(self, row: int, told: Sequence[Future[Floats]]) -> None:
        """Keep the interval, error and bias of every node of an area."""
        said = np.concatenate([some.result() for some in told], axis=1)[:, self._order]
        for name, values in zip(SAID, said[:, self._same], strict=True):
            self.arrays[name][row] = values
        self.arrays["totals"][row] -= self.arrays["bias"][row, 0]

    def _said(self, row: int, shares: Floats, nodes: Ints) -> Floats:
        """What the shares lost of an area's parts, (parts, draws), say of some nodes: SAID."""
        whole = self._possible[row] @ self._below[:, nodes]
        drawn, estimate = self._drawn(row, shares, nodes), self._estimates[row, nodes]
        drawn += whole[:, None]
        bias, se = drawn.mean(axis=1) - estimate, drawn.std(axis=1, ddof=1)
        drawn.sort(axis=1)
        low, high = interval(estimate, drawn, self._level, self._method)
        return np.stack([np.clip(low, 0.0, whole), np.clip(high, 0.0, whole), se, bias])

    def _drawn(self, row: int, shares: Floats, nodes: Ints) -> Floats:
        """What the nodes lost in every draw, below 0; (nodes, draws)."""
        possible = self._possible[row][:, None]
        if self._alone[nodes[0]]:
            part = self._part[nodes]
            drawn = shares[part]
            drawn *= -possible[part]
        else:
            drawn = (self._below[:, nodes] * -possible).T @ shares
        return np.asarray(drawn, dtype=np.float64)
