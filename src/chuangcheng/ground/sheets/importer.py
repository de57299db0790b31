"""What a noun provides so that its table can come in and go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import ValidationError

from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.grid import read
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet

R = TypeVar("R")


@dataclass(frozen=True)
class Source:
    """The file a table came from: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass
class Plan(Generic[R]):
    """What writing a file would do: rows to make, rows to change, rows already so, problems.

    Rows that pages list are as `changes.Planned` says.
    """

    new: list[R] = field(default_factory=list)
    changed: list[R] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether it may be written: nothing wrong, and something to do."""
        return not self.problems and bool(self.new or self.changed)


class TakeIn(Protocol):
    """A noun's verb that writes a whole sheet or nothing."""

    def __call__(self, actor: Person, /, *, rows: Sequence[Row], source: Source) -> Plan[Any]: ...


@dataclass(frozen=True)
class Importer:
    """One noun's table in both directions, put together from the noun's own parts.

    `export` gives the rows in a person's scope in the order of the columns;
    `plan` compares rows with what is there and writes nothing;
    `take_in` is the verb, which plans once more within its transaction.
    """

    sheet: Sheet
    see: str
    change: str
    export: Callable[[Person], Iterable[Sequence[object]]]
    plan: Callable[[Person, Sequence[Row]], Plan[Any]]
    take_in: TakeIn

    def check(self, person: Person, name: str, content: bytes) -> Plan[Any]:
        """The dry run of a file: every problem of form and of substance.

        Raises ValidationError when the file itself cannot be read.
        """
        parsed = self.sheet.parse(read(name, content, self.sheet.known))
        plan = self.plan(person, parsed.rows)
        plan.problems = sorted([*parsed.problems, *plan.problems], key=lambda found: found.row)
        return plan

    def take(self, person: Person, name: str, content: bytes) -> Plan[Any]:
        """Write a file whole, or raise ValidationError and write nothing."""
        parsed = self.sheet.parse(read(name, content, self.sheet.known))
        refuse(parsed.problems)
        source = Source(name, sha256(content).hexdigest())
        return self.take_in(person, rows=parsed.rows, source=source)


def refuse(problems: Sequence[Problem]) -> None:
    """Raise ValidationError with every problem, place by place, if there is one."""
    if problems:
        raise ValidationError([f"{p.row} · {p.column} · {p.text}" for p in problems])
