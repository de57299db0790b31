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
Who may see what is asked of the noun's own rows at every search, so nothing can be found that
cannot be opened, and no copy of anybody's scope can be out of date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chuangcheng.ground.scope import Person, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Indexed:
    """A kind of thing that can be found.

    `rows` gives those in a person's scope; of these they find the ones on which they hold `right`.
    `columns` hold the words of one thing, which come from nowhere else: when anything else changes,
    nobody looks at it again.
    `told_as` are other kinds whose events speak of many of it, such as the name of its sheet.
    """

    model: type[Subject]
    words: Words
    right: str
    rows: Callable[[Person], ScopedQuerySet[Any]]
    columns: tuple[str, ...]
    order: int
    told_as: tuple[str, ...] = ()

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


INDEX: dict[str, Indexed] = {}


def index(indexed: Indexed) -> None:
    """Let a kind of thing be found. Raises ValueError when the kind is indexed already."""
    if indexed.kind in INDEX:
        raise ValueError(f"The kind {indexed.kind} is indexed twice.")
    INDEX[indexed.kind] = indexed


def in_order() -> list[Indexed]:
    """Every indexed kind, in the order in which results are shown."""
    return sorted(INDEX.values(), key=lambda indexed: indexed.order)
