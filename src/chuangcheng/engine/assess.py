"""The whole way from observations to scores, losses and ranks, in one call.

assessment = assess(observations, framework)
assessment.scores()  # every area × node: possible, earned, lost
assessment.losses()  # every area × unit × item: points lost
assessment.ranks()  # every area: raw, bonus, penalty, net, rank, distances
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.attribution import Prices, prices
from chuangcheng.engine.duties import Duty, shared
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.outputs import losses_frame, ranks_frame, scores_frame
from chuangcheng.engine.plan import Plan, compile_plan
from chuangcheng.engine.sanctions import Decision, Sanctioned, sanctioned
from chuangcheng.engine.scoring import Scores, score_sums
from chuangcheng.engine.sums import Sums, add_up
from chuangcheng.engine.tally import change, faults, tally

Ints = NDArray[np.int64]


class UnknownAreaError(ValueError):
    """Observations name areas that the tree of areas does not have."""


@dataclass(frozen=True)
class Assessment:
    """One round assessed.

    `own` are the sums of what was seen right in each area; `sums` those with all areas below.
    """

    plan: Plan
    tree: AreaTree
    own: Sums
    faulty: pl.DataFrame
    duties: tuple[Duty, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def sums(self) -> Sums:
        """The sums of each area with all areas below it (roll-up from the observations)."""
        return self.own.pooled(self.tree.members)

    @cached_property
    def points(self) -> Scores:
        """Points by area and part."""
        return score_sums(self.plan, self.sums, self.tree.peers)

    @cached_property
    def prices(self) -> Prices:
        """What each loss costs, by area and gauge."""
        return prices(self.plan, self.sums, self.points)

    @cached_property
    def sanctioned(self) -> Sanctioned:
        """Bonus, penalty and veto by area."""
        return sanctioned(self.plan.framework, self.tree, self.decisions)

    def scores(self) -> pl.DataFrame:
        """Every area × node of the result; see `chuangcheng.engine.outputs`."""
        return scores_frame(self.plan, self.tree, self.sums, self.points)

    def losses(self) -> pl.DataFrame:
        """Every area × unit × item that lost points; see `chuangcheng.engine.outputs`."""
        direct = losses_frame(self.plan, self.tree, self.points, self.prices, self.faulty)
        return shared(self.duties, direct)

    def ranks(self) -> pl.DataFrame:
        """Every area with raw and net score, ranks and distances."""
        return ranks_frame(self.plan, self.tree, self.points, self.sanctioned)

    def changed(self, minus: pl.DataFrame, plus: pl.DataFrame) -> Assessment:
        """The assessment with some observations taken out and others put in.

        Only what changed is valued anew; since sums are whole numbers the result is exactly that
        of assessing all observations again.
        """
        rows = change(minus, plus, self.plan.typed)
        faulty = self.faulty.vstack(rows.select(self.faulty.columns))
        return replace(self, own=self.own + _own(self.plan, self.tree, rows), faulty=faulty)


def assess(
    observations: IntoFrame,
    framework: Framework,
    *,
    tree: AreaTree | None = None,
    duties: Iterable[Duty] = (),
    decisions: Iterable[Decision] = (),
) -> Assessment:
    """Assess one round.

    `observations` is any frame Narwhals knows (Polars, DuckDB, PySpark, pandas …) with the columns
    of `chuangcheng.engine.tally.COLUMNS`; without a `tree` every area stands on its own.
    Raises UnknownItemError, UncountedError or UnknownAreaError for rows it cannot value; whoever
    reads files has said so before, row by row (`chuangcheng.tables`).
    """
    plan = compile_plan(framework)
    tallied = tally(observations, typed=plan.typed)
    tree = tree or AreaTree.flat(tallied["area"].unique())
    return Assessment(
        plan=plan,
        tree=tree,
        own=_own(plan, tree, tallied),
        faulty=faults(observations, typed=plan.typed),
        duties=tuple(duties),
        decisions=tuple(decisions),
    )


def _own(plan: Plan, tree: AreaTree, tallied: pl.DataFrame) -> Sums:
    return add_up(plan, tallied, rows_of(tree, tallied["area"]), len(tree.areas))


def rows_of(tree: AreaTree, areas: pl.Series) -> Ints:
    """The row of each area named. Raises UnknownAreaError naming all that are not in the tree."""
    named = areas.to_list()
    unknown = sorted(set(named) - tree.index.keys())
    if unknown:
        msg = f"the areas {', '.join(unknown)} are not in the table of areas; add them there"
        raise UnknownAreaError(msg)
    return np.array([tree.index[name] for name in named], dtype=np.int64)
