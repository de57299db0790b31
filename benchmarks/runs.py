"""Tasks run in fresh processes, several times each; what failed is counted, not hidden."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.data import Size

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Measured:
    """A task's runs: what those spent that succeeded, and what failed."""

    task: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    answers: set[float] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    @property
    def best(self) -> float:
        """The quickest run; what is slower was disturbed."""
        return min(self.seconds, default=float("nan"))

    @property
    def least(self) -> float:
        """The fewest seconds of the processor that a run took, all cores together."""
        return min(self.cpu, default=float("nan"))

    @property
    def spread(self) -> float:
        """The slowest run ÷ the quickest."""
        return max(self.seconds, default=float("nan")) / self.best

    @property
    def peak(self) -> float:
        """The most memory that any run held, in megabytes."""
        return max(self.megabytes, default=float("nan"))


class Bench:
    """Runs tasks in turns, so that a disturbance of the machine does not hit one of them alone."""

    def __init__(self, repeats: int) -> None:
        self._repeats = repeats
        self.measured: dict[str, Measured] = {}

    def run(self, size: Size, tasks: Sequence[str]) -> None:
        """Run the tasks by turns and keep what they say."""
        found = {task: Measured(task) for task in tasks}
        for turn in range(self._repeats):
            for task in tasks:
                _say(f"{size.name}: {task} {turn + 1}/{self._repeats}")
                _once(found[task], size)
        _say("")
        self.measured |= found

    def ratio(self, task: str, to: str) -> float:
        """How many times as long a task takes as another."""
        return self.measured[task].best / self.measured[to].best


def _say(what: str) -> None:
    """Say on a terminal what is under way; a pipe gets the figures only."""
    if sys.stderr.isatty():
        print(f"\r{what:50}", end="\r", file=sys.stderr, flush=True)


def _once(measured: Measured, size: Size) -> None:
    command = [sys.executable, "-m", "benchmarks.tasks", measured.task, size.name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        told = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        measured.failures.append(told[-1])
        return
    result = json.loads(done.stdout.splitlines()[-1])
    measured.seconds.append(result["seconds"])
    measured.cpu.append(result["cpu"])
    measured.megabytes.append(result["megabytes"])
    if result["answer"] is not None:
        measured.answers.add(round(result["answer"], 6))
