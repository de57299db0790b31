"""Of what the deeds about photographs are told, so that they stay as secret as what they tell.

What belongs to a round is told of the round. A doubt may be because of a photograph of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.photographs.models import Flag, Photograph
from chuangcheng.ground.audit.verbs import Outcome
from chuangcheng.ground.subject import Subject

T = TypeVar("T")


def about(
    photograph: Photograph,
    result: T,
    after: Mapping[str, Any],
    *,
    why: str = "",
    flag: Flag | None = None,
) -> Outcome[T]:
    """What happened, perhaps because of another photograph: as secret as the rounds of both."""
    of, told = _subject(photograph, flag), {"photograph": str(photograph), **after}
    return Outcome(result, of.kind, str(of.pk), str(of), photograph.place(), None, told, why)


def apart(photograph: Photograph, flags: Sequence[Flag]) -> list[list[Flag]]:
    """Doubts about a photograph by what they are told of."""
    told: dict[Round | None, list[Flag]] = {}
    for flag in flags:
        told.setdefault(_elsewhere(photograph, flag.other), []).append(flag)
    return list(told.values())


def _subject(photograph: Photograph, flag: Flag | None) -> Subject:
    """The round where there is one, that of the other photograph while it is secret.

    Of two secret rounds neither is as secret as the doubt, which is then told of itself.
    """
    mine, other = photograph.round, _elsewhere(photograph, flag.other) if flag else None
    if flag and other and mine and mine.secret:
        return flag
    return other or mine or photograph


def _elsewhere(photograph: Photograph, other: Photograph | None) -> Round | None:
    """The secret round of another photograph, where it is not that of this one too."""
    its = other.round if other else None
    return its if its and its.secret and its != photograph.round else None
