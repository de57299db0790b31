"""Tasks: the functions that jobs run, declared in the nouns' `tasks.py`.

    @task("standing.compute")
    def compute(work: Work, *, campaign: int) -> None:
        …

A task runs in one transaction together with its being marked as done: its effect comes once or
not at all. One that takes longer than a writer should be kept waiting says `atomic=False`;
it must then bear being run twice, and may tell how far it is with `work.tell`.
One that cannot wait behind others says `first=True`; one that takes long and is not atomic lets it
pass by asking `work.give_way()` between its steps.
One that works on a thing that may be secret says so with `about=("round", "round_")`: the kind of
thing, and the argument that has its key. Nobody who must not know of the thing sees the job.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

TASKS: dict[str, Task] = {}


class Work(Protocol):
    """What a running task knows of its job."""

    def tell(self, done: int, of: int) -> None:
        """Say how far it is, and hold the job for another while."""

    def give_way(self) -> None:
        """End here, to be run anew at once, where a job that goes first is due."""


Run = Callable[..., None]


@dataclass(frozen=True)
class Task:
    """A function by name: how often it is due by itself, how often it is tried, for how long held.

    Jobs of a task that goes `first` are taken before all others that are due.
    """

    name: str
    run: Run
    every: timedelta | None
    tries: int
    lease: timedelta
    atomic: bool
    about: tuple[str, str] | None = None
    first: bool = False

    def subject(self, args: Mapping[str, Any]) -> tuple[str, str]:
        """The kind and key of the thing that a job of these arguments works on, or two blanks."""
        if self.about is None:
            return "", ""
        kind, argument = self.about
        return kind, str(args[argument])


def task(
    name: str,
    *,
    every: timedelta | None = None,
    tries: int = 5,
    lease: timedelta = timedelta(minutes=10),
    atomic: bool = True,
    about: tuple[str, str] | None = None,
    first: bool = False,
) -> Callable[[Run], Run]:
    """Declare a task. Raises ValueError when the name is taken."""

    def declare(run: Run) -> Run:
        if name in TASKS:
            raise ValueError(f"The task {name} is declared twice.")
        TASKS[name] = Task(name, run, every, tries, lease, atomic, about, first)
        return run

    return declare


def known(name: str, args: dict[str, Any]) -> Task:
    """The task of this name. Raises LookupError when no noun declares it."""
    if name not in TASKS:
        raise LookupError(f"No task is called {name} (given {sorted(args)}).")
    return TASKS[name]
