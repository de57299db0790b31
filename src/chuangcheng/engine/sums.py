"""What was seen, valued by the rules and added up: for each area and gauge a few whole numbers.

These sums are sufficient: whatever the scores say follows from them, and sums of two files, of two
inspectors or of all the townships of a county are the sums of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.exact import Ticks, to_ticks
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.rules import ABSENT, PASS, UNJUDGED, Rule, Seen
from chuangcheng.engine.tally import alike

Ints = NDArray[np.int64]

#: Below so many rows it is quicker to value each than to look for those alike.
_FEW = 5_000
#: Below so many texts it is quicker to take each than to look for the different ones.
_HANDFUL = 50


class UnknownItemError(ValueError):
    """An observation names an item, or an item at a kind of point, that the framework lacks."""


class UncountedError(ValueError):
    """An observation leaves out the number that the rule of its item goes by."""


@dataclass(frozen=True)
class Sums:
    """Sums by area (rows) and gauge (columns).

    `judged` and `lost` are in ticks of an observation (or of a point, where a part deducts);
    `vetoed` counts the losses at items that take the whole part; `absent` counts the points
    reported missing; `seen` and `met` count observations judged, and those that lost nothing.
    """

    judged: Ticks
    lost: Ticks
    vetoed: Ints
    absent: Ints
    seen: Ints
    met: Ints

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            *(mine + others for mine, others in zip(self._all(), other._all(), strict=True))
        )

    def __sub__(self, other: Sums) -> Sums:
        return Sums(
            *(mine - others for mine, others in zip(self._all(), other._all(), strict=True))
        )

    def rows(self, rows: Ints | slice) -> Sums:
        """The sums of some of the areas."""
        return Sums(*(array[rows] for array in self._all()))

    def pooled(self, members: Sequence[Ints]) -> Sums:
        """The sums of groups of areas, one row for each list of member rows."""
        return Sums(
            *(np.stack([array[rows].sum(axis=0) for rows in members]) for array in self._all())
        )

    def _all(self) -> tuple[Ints, ...]:
        return self.judged, self.lost, self.vetoed, self.absent, self.seen, self.met


@dataclass(frozen=True)
class Marks:
    """Tallied rows valued: the same length as the tally, all for one row of it (not times n)."""

    slot: Ints
    judged: Ticks
    lost: Ticks
    vetoes: NDArray[np.bool_]
    absent: NDArray[np.bool_]

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Whether the row was judged at all."""
        return self.judged > 0

    def rows(self, rows: Ints) -> Marks:
        """The marks of some of the rows, each as often as it is named."""
        return Marks(
            self.slot[rows],
            self.judged[rows],
            self.lost[rows],
            self.vetoes[rows],
            self.absent[rows],
        )


def mark(plan: Plan, tallied: pl.DataFrame) -> Marks:
    """Each tallied row valued by the rule of its item.

    Raises UnknownItemError naming every item that the framework does not ask for, and
    UncountedError for rows that lack the number their rule goes by.
    """
    if len(tallied) < _FEW:
        return _marks(plan, tallied)
    typed = pl.when(pl.col("item").is_in(plan.typed)).then("point_type").otherwise(pl.lit(""))
    kinds = [typed.alias("point_type")] if plan.looks_at_type else []
    # However many rows there are, few are different: only those are valued.
    different, which = alike(tallied.lazy().select("item", *kinds, "result", "count", "of"))
    return _marks(plan, different).rows(which)


def _marks(plan: Plan, rows: pl.DataFrame) -> Marks:
    seen = Seen(
        result=_words(rows["result"]),
        count=rows["count"].cast(pl.Float64).to_numpy(),
        of=rows["of"].cast(pl.Float64).to_numpy(),
    )
    return valued(plan, _slots(plan, rows), seen)


def _words(column: pl.Series) -> NDArray[np.str_]:
    """A column of texts for NumPy, which takes long over each text: only over different ones."""
    texts = column.cast(pl.String)
    if len(texts) < _HANDFUL:
        return np.array([*texts, ""], dtype=np.str_)[:-1]
    words = texts.unique()
    code: Ints = texts.cast(pl.Enum(words)).to_physical().to_numpy()
    return np.array([*words, ""], dtype=np.str_)[code]


def valued(plan: Plan, slot: Ints, seen: Seen) -> Marks:
    """What was seen, at the slots it belongs to, valued by their rules."""
    absent = seen.result == ABSENT
    judged = _judged(seen)
    lost, weight = _valued(plan, slot, seen)
    share = np.where(judged, lost * weight, 0.0)
    return Marks(
        slot=slot,
        judged=to_ticks(np.where(judged, weight * plan.slot_voice[slot], 0.0)),
        lost=to_ticks(share * plan.slot_factor[slot]),
        vetoes=plan.slot_veto[slot] & (share > 0),
        absent=absent,
    )


def add_up(plan: Plan, tallied: pl.DataFrame, area: Ints, areas: int) -> Sums:
    """The sums of a tally whose rows belong to the areas 0 … areas − 1."""
    marks = mark(plan, tallied)
    n = tallied["n"].cast(pl.Int64).to_numpy()
    cell = area * len(plan.gauge_part) + plan.slot_gauge[marks.slot]
    shape = (areas, len(plan.gauge_part))

    def total(values: Ints) -> Ints:
        sums = np.zeros(shape[0] * shape[1], dtype=np.int64)
        np.add.at(sums, cell, values)
        return sums.reshape(shape)

    return Sums(
        judged=total(n * marks.judged),
        lost=total(n * marks.lost),
        vetoed=total(n * marks.vetoes),
        absent=total(n * marks.absent),
        seen=total(n * (marks.judged > 0)),
        met=total(n * ((marks.judged > 0) & (marks.lost == 0))),
    )


def _slots(plan: Plan, tallied: pl.DataFrame) -> Ints:
    items = tallied["item"].to_list()
    kinds = tallied["point_type"].to_list() if plan.looks_at_type else [""] * len(items)
    slots = plan.slots_of(items, kinds)
    unknown = {
        f"{items[r]} at {kinds[r]}" if items[r] in plan.typed and kinds[r] else items[r]
        for r in np.flatnonzero(slots < 0)
    }
    if unknown:
        msg = f"the framework does not ask for {', '.join(sorted(unknown))}"
        raise UnknownItemError(msg)
    return slots


def _valued(plan: Plan, slot: Ints, seen: Seen) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(share or points lost, observations stood for) of each row, by the rule of its slot."""
    which = plan.slot_rule[slot]
    lost, weight = np.zeros(len(slot)), np.ones(len(slot))
    for r, (rule, _) in enumerate(plan.rules):
        rows = np.flatnonzero(which == r)
        some = Seen(seen.result[rows], seen.count[rows], seen.of[rows])
        _all_counted(plan, rule, some, slot[rows])
        lost[rows], weight[rows] = rule.lost(some), rule.weight(some)
    return lost, weight


def _judged(seen: Seen) -> NDArray[np.bool_]:
    """Whether each row was judged; a few comparisons are quicker than a search among words."""
    unjudged = np.logical_or.reduce([seen.result == word for word in UNJUDGED])
    return np.asarray(~unjudged, dtype=np.bool_)


def _all_counted(plan: Plan, rule: Rule, seen: Seen, slot: Ints) -> None:
    """Raise UncountedError for rows that a counting rule judges by numbers that are not there."""
    plain = (seen.result == PASS) & np.isnan(seen.count)
    open_ = _judged(seen) & ~plain & bool(rule.needs())
    empty = {name: ~np.isfinite(getattr(seen, name)) for name in rule.needs()}
    for name, rows in (empty | {"of above 0": seen.of <= 0}).items():
        if (open_ & rows).any():
            items = sorted({plan.slots[s].item.id for s in slot[open_ & rows]})
            msg = f"{', '.join(items)} cannot be judged without a number in {name}"
            raise UncountedError(msg)
