"""What can be found: each noun declares it in its `search.py`.

    index(
        Indexed(
            model=Unit,
            words=Words("单位", "Units"),
            right=SEE,
            rows=queries.units,
            columns=("title_zh", "title_en", "code"),
            order=20,
        )
    )

The index holds words and nothing else.
A kind of which there are a million has an index of its own, and is declared by `held(Held(…))`.
Who may see what is asked of the noun's own rows at every search, so nothing can be found that
cannot be opened, and no copy of anybody's scope can be out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chuangcheng.ground.scope import Person, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Findable:
    """A kind of thing that can be found.

    `rows` gives those in a person's scope; of these they find the ones on which they hold `right`.
    `columns` hold the words of one thing. `beside` tells it from others of the same title.
    """

    model: type[Subject]
    words: Words
    right: str
    rows: Callable[[Person], ScopedQuerySet[Any]]
    columns: tuple[str, ...]
    order: int
    beside: Callable[[Any], str] = field(default=lambda _thing: "", kw_only=True)

    @property
    def kind(self) -> str:
        """The kind by which events and addresses name it."""
        return self.model.kind

    def texts(self, thing: Any) -> list[str]:  # noqa: ANN401  # of the model
        """The words of one thing, column by column."""
        return [getattr(thing, column) for column in self.columns]

    def found_by(self, person: Person) -> ScopedQuerySet[Any]:
        """The things that a person may find."""
        return self.rows(person).with_right(person, self.right)


@dataclass(frozen=True)
class Indexed(Findable):
    """A kind whose words are in the index.

    Its words come from its `columns` alone: when anything else changes, nobody looks at it again.
    `told_as` are other kinds whose events speak of many of it, such as the name of its sheet.
    """

    told_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held(Findable):
    """A kind that has an index of its own, since it is too much to be kept twice.

    `keys` are those that a person finds by a query, the closest first and no more than are turned
    over; `at` is the address of the list in which all of them can be looked for, `list` its name.
    """

    keys: Callable[[Person, str], Sequence[int]]
    at: Callable[[str], str]
    list: Words


INDEX: dict[str, Indexed] = {}
HELD: dict[str, Held] = {}


def index(indexed: Indexed) -> None:
    """Let a kind of thing be found. Raises ValueError when the kind is indexed already."""
    _check_new(indexed)
    INDEX[indexed.kind] = indexed


def held(kind: Held) -> None:
    """Let a kind be found by its own index. Raises ValueError when it is indexed already."""
    _check_new(kind)
    HELD[kind.kind] = kind


def _check_new(known: Findable) -> None:
    if known.kind in INDEX or known.kind in HELD:
        raise ValueError(f"The kind {known.kind} is indexed twice.")


def in_order() -> list[Indexed]:
    """Every indexed kind, in the order in which results are shown."""
    return sorted(INDEX.values(), key=lambda indexed: indexed.order)


def all_in_order() -> list[Indexed | Held]:
    """Everything that can be found, in the order in which results are shown."""
    return sorted([*INDEX.values(), *HELD.values()], key=lambda known: known.order)
