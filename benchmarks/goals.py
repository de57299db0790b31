"""What is wanted, and whether a run reached it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.runs import Bench

FLOORS = ("cells_polars", "cells_duckdb")


@dataclass(frozen=True)
class Goal:
    """A figure of a run and the bound it should keep; `most` or else at least."""

    says: str
    needs: tuple[str, ...]
    figure: Callable[[Bench], float]
    bound: float | None
    most: bool = True
    unit: str = "×"

    def line(self, bench: Bench) -> str:
        """The figure, the goal, and whether it was reached."""
        value = self.figure(bench)
        told = f"{self.says:58} {value:9.3g} {self.unit:3}"
        if self.bound is None:
            return told
        reached = value <= self.bound if self.most else value >= self.bound
        wanted = f"{'≤' if self.most else '≥'} {self.bound:g} {self.unit}"
        return f"{told} goal {wanted:10} {'reached' if reached else 'NOT REACHED'}"


def floor(bench: Bench) -> float:
    """The fastest engine merely grouping the rows to cells, in seconds."""
    return min(bench.measured[task].best for task in FLOORS)


def _milliseconds(task: str) -> Callable[[Bench], float]:
    return lambda bench: bench.measured[task].best * 1000


PROVINCE = (
    Goal(
        "province: pandas takes so many times as long",
        ("bulk", "pandas"),
        lambda b: b.ratio("pandas", "bulk"),
        9,
        most=False,
    ),
    Goal(
        "province: memory, as a part of that of pandas",
        ("bulk", "pandas"),
        lambda b: b.measured["bulk"].peak / b.measured["pandas"].peak,
        0.25,
    ),
    Goal(
        "province: time ÷ floor (rows merely grouped to cells)",
        ("bulk", *FLOORS),
        lambda b: b.measured["bulk"].best / floor(b),
        1.1,
    ),
    Goal(
        "province: time ÷ limit (columns read and added up)",
        ("bulk", "limit"),
        lambda b: b.ratio("bulk", "limit"),
        None,
    ),
    Goal(
        "province at once, by assess: pandas takes so many times as long",
        ("at_once", "pandas"),
        lambda b: b.ratio("pandas", "at_once"),
        None,
    ),
    Goal(
        "one changed observation, 1 200 items, all nodes and ranks",
        ("changed",),
        _milliseconds("changed"),
        5,
        unit="ms",
    ),
    Goal(
        "bootstrap of a county: a numpy loop takes so many times as long",
        ("bootstrap_engine", "bootstrap_loop"),
        lambda b: b.ratio("bootstrap_loop", "bootstrap_engine"),
        15,
        most=False,
    ),
    Goal(
        "bootstrap of a county, B = 1 000",
        ("bootstrap_engine",),
        _milliseconds("bootstrap_engine"),
        None,
        unit="ms",
    ),
    Goal(
        "bootstrap of 100 counties with rank probabilities",
        ("hundred",),
        lambda b: b.measured["hundred"].best,
        1.5,
        unit="s",
    ),
)
NATION = (
    Goal(
        "nation: peak of memory",
        ("nation",),
        lambda b: b.measured["nation"].peak,
        1000,
        unit="MB",
    ),
    Goal(
        "nation: time ÷ floor",
        ("nation", *FLOORS),
        lambda b: b.measured["nation"].best / floor(b),
        1.3,
    ),
    Goal(
        "nation: one county pulled out and fully scored",
        ("one_county",),
        _milliseconds("one_county"),
        50,
        unit="ms",
    ),
)
STARTS = (
    Goal(
        "make run, cold (a clone, packages cached)",
        ("run_cold",),
        lambda b: b.measured["run_cold"].best,
        60,
        unit="s",
    ),
    Goal("make run, warm", ("run_warm",), lambda b: b.measured["run_warm"].best, 5, unit="s"),
    Goal(
        "from installing the wheel to a sign-in (packages cached)",
        ("wheel",),
        lambda b: b.measured["wheel"].best,
        10,
        unit="s",
    ),
    Goal(
        "  of which limit: installing the other packages alone",
        ("wheel", "wheel_packages"),
        lambda b: b.measured["wheel_packages"].best,
        None,
        unit="s",
    ),
)
