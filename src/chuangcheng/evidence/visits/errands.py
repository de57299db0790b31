"""What else a phone can be sent to do, besides the assignments of rounds.

A floor above that has people look at a place (the re-check of a problem) declares an errand. It
is listed in the answer of `GET day` under its name, and visits that name one of its uuids are
handed to it instead of being recorded in a round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chuangcheng.evidence.visits.bodies import VisitIn
from chuangcheng.evidence.visits.models import Submission
from chuangcheng.ground.people.models import User
from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Errand:
    """A kind of errand, and the functions by which it is listed and taken in.

    `listed` gives what a person is to do, each in the shape of an assignment of the protocol.
    `mine` says which of some uuids are errands of this kind.
    `take` does what follows from a visit, within the transaction of the taking in, and gives the
    reason where it cannot. It must not raise for anything that a phone may send.
    """

    name: str
    listed: Callable[[User], Sequence[dict[str, Any]]]
    mine: Callable[[Sequence[UUID]], set[UUID]]
    take: Callable[[Submission, VisitIn], Words | None]


ERRANDS: list[Errand] = []


def errand(kind: Errand) -> Errand:
    """Declare a kind of errand; called once, when its noun is loaded."""
    if kind.name in {known.name for known in ERRANDS}:
        raise ValueError(f"The errand {kind.name} is declared twice.")
    ERRANDS.append(kind)
    return kind
