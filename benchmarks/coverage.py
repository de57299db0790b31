"""`make simulate`: how often intervals of the total score cover the truth.

A population of points is invented, its true score computed from every point, and samples drawn from
it over and over, within the kinds of point; for each sample the engine gives its intervals.
The truth of deductions is that of the expected sums of a sample of that size, since a score by
deduction is worse the more points are visited: that is what the sample estimates.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.assess import assess
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.intervals import interval
from chuangcheng.engine.plan import Plan, compile_plan
from chuangcheng.engine.resampling import Resampled, resample
from chuangcheng.engine.scoring import part_shares
from chuangcheng.engine.summary import estimates

Floats = NDArray[np.float64]
KINDS, PARTS, ITEMS = 8, 30, 3
#: Points of each kind there are, and about how many of the judgements fail.
POPULATION, FAILING = 400, 0.28


@dataclass(frozen=True)
class Case:
    """A framework and a sample: how many parts deduct, and how many points of each kind.

    `alike` is how far points differ as a whole (standard deviation of the log-odds to fail): where
    they differ little, faults come one by one, and caps bind in one part and not in the next.
    """

    name: str
    deducting: int
    alike: float
    points: int

    @property
    def each(self) -> float:
        """Points for a fault, so that a part on average loses about nine tenths of its cap."""
        return 0.9 / (self.points * KINDS * ITEMS * FAILING)


CASES = tuple(
    Case(name, deducting, alike, points)
    for name, deducting, alike in (
        ("rates only", 0, 0.9),
        ("half deduct with caps", PARTS // 2, 0.9),
        ("all deduct with caps, faults one by one", PARTS, 0.2),
    )
    for points in (4, 10, 25)
)
WAYS = ("basic", "bc", "percentile", "basic, multinomial")


def framework(case: Case) -> Framework:
    """Thirty parts of three items each; the first ones deduct, up to their points."""
    items: list[dict[str, Any]] = []
    standards = []
    for p in range(PARTS):
        own = [f"i{p}.{k}" for k in range(ITEMS)]
        deducts = p < case.deducting
        price = {"points": case.each} if deducts else {}
        items += [{"id": id_, "title": id_, **price} for id_ in own]
        rule = {"kind": "deduct" if deducts else "rate"}
        part = {"id": f"p{p}", "method": "m", "points": 1.0, "rule": rule, "items": own}
        standards.append({"id": f"s{p}", "title": "标准", "parts": [part]})
    content = {"id": "c", "title": "内容", "standards": standards}
    asked = [item["id"] for item in items]
    return Framework.model_validate(
        {
            "id": "simulated",
            "version": "1",
            "title": "模拟",
            "methods": [{"id": "m", "title": "实地测评", "weight": 1}],
            "projects": [{"id": "1", "title": "项目", "contents": [content]}],
            "items": items,
            "point_types": [
                {"id": f"kind{n}", "title": "类型", "items": asked} for n in range(KINDS)
            ],
        }
    )


def population(random: np.random.Generator, alike: float) -> NDArray[np.bool_]:
    """Whether each item is failed, by kind, point and item."""
    kind = random.normal(-1.2, 0.4, (KINDS, 1, 1))
    point = random.normal(0.0, alike, (KINDS, POPULATION, 1))
    item = random.normal(0.0, 0.7, (1, 1, PARTS * ITEMS))
    return random.random((KINDS, POPULATION, PARTS * ITEMS)) < 1 / (
        1 + np.exp(-kind - point - item)
    )


def truth(plan: Plan, failed: NDArray[np.bool_], case: Case) -> float:
    """The total score of the sums that a sample of the case's size has on average."""
    by_item = failed.mean(axis=1).sum(axis=0) * case.points
    by_part = by_item.reshape(PARTS, ITEMS)
    judged, lost = np.zeros((1, len(plan.gauge_part))), np.zeros((1, len(plan.gauge_part)))
    for p in range(PARTS):
        gauges = np.flatnonzero(plan.gauge_part == p)
        pooled = len(gauges) == 1
        judged[0, gauges] = case.points * KINDS * (ITEMS if pooled else 1)
        lost[0, gauges] = by_part[p].sum() if pooled else by_part[p] * case.each
    shares = part_shares(plan, judged, lost, np.zeros_like(lost))
    return float(100.0 * (1.0 - shares.mean()))


def samples(
    failed: NDArray[np.bool_], case: Case, random: np.random.Generator
) -> Iterator[pl.DataFrame]:
    """Observations of one sample after another, points drawn within kinds."""
    names = np.array([f"i{p}.{k}" for p in range(PARTS) for k in range(ITEMS)])
    while True:
        chosen = np.stack([random.permutation(POPULATION)[: case.points] for _ in range(KINDS)])
        kind = np.repeat(np.arange(KINDS), case.points * len(names))
        point = np.repeat(chosen.ravel(), len(names))
        item = np.tile(np.arange(len(names)), KINDS * case.points)
        yield pl.DataFrame(
            {
                "area": "a",
                "point": [f"{k}.{p}" for k, p in zip(kind, point, strict=True)],
                "point_type": [f"kind{k}" for k in kind],
                "item": names[item],
                "result": np.where(failed[kind, point, item], "fail", "pass"),
            }
        )


def covered(plan: Plan, rows: pl.DataFrame, true: float, draws: int, seed: int) -> list[bool]:
    """Whether the interval of each of WAYS contains the truth, for one sample."""
    assessment = assess(rows, plan.framework)
    estimate = estimates(assessment)[:, 0]
    rao_wu, multinomial = (
        _draws(resample(assessment, rows, seed=seed, draws=draws, scheme=scheme))
        for scheme in ("rao_wu", "multinomial")
    )
    low, high = np.quantile(rao_wu, [0.025, 0.975], axis=1)
    intervals = (
        interval(estimate, rao_wu, method="basic"),
        interval(estimate, rao_wu, method="bc"),
        (low, high),
        interval(estimate, multinomial, method="basic"),
    )
    return [bool(low[0] <= true <= high[0]) for low, high in intervals]


def _draws(found: Resampled) -> Floats:
    """The draws of the total as they fell, with their bias, in order."""
    return np.sort(found.totals + found.bias[:, :1], axis=1)


def simulate(case: Case, repeats: int, draws: int) -> tuple[Floats, float]:
    """The part of samples whose interval covers, for each of WAYS; and the true score."""
    random = np.random.default_rng(sum(case.name.encode()) + case.points)
    plan = compile_plan(framework(case))
    failed = population(random, case.alike)
    true = truth(plan, failed, case)
    hits = []
    for number, rows in zip(range(repeats), samples(failed, case, random), strict=False):
        hits.append(covered(plan, rows, true, draws, number))
        if sys.stderr.isatty():
            print(f"\r{case.name}: {number + 1}/{repeats} ", end="\r", file=sys.stderr)
    return np.mean(hits, axis=0), true


def main(arguments: Sequence[str]) -> int:
    """Print the table of docs/reference/uncertainty.md."""
    parser = argparse.ArgumentParser(prog="make simulate", description=__doc__)
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--draws", type=int, default=500)
    asked = parser.parse_args(arguments)
    error = 100 * np.sqrt(0.95 * 0.05 / asked.samples)
    print(
        f"Coverage of nominal 95 % intervals of the total, {asked.samples} samples of each case, "
        f"{asked.draws} draws; simulation error about {error:.1f} points.\n"
    )
    print(f"| framework | points | true score | {' | '.join(WAYS)} |")
    print("|---|---|---|" + "---|" * len(WAYS))
    for case in CASES:
        rates, true = simulate(case, asked.samples, asked.draws)
        told = " | ".join(f"{rate:.3f}" for rate in rates)
        print(f"| {case.name} | {KINDS} × {case.points} | {true:.1f} | {told} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
