"""Whether a round is finished; until it is, its score is provisional (暂算).

A provisional score stands on its own page, on that of its round and in the list of standings, and
says so. It is no result: not the newest score, not in the course of the rounds, not what others
are compared with, not the year's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import SEE
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground.scope import Person

#: So many visits are looked up at once.
_MANY = 500


def finished(round_key: str = "") -> Q:
    """What holds of finished rounds: closed, or over without a visit ever given out.

    Of visits that were given out the last may still be in a phone, whatever the day; who runs the
    round closes it. A round whose records came by files is over after its last day.
    `round_key` is the lookup from a row to its round, with its underscores, empty for rounds.
    """
    given = Assignment.objects.live().filter(round=OuterRef(f"{round_key}pk"))
    over = Q(**{f"{round_key}ends__lt": timezone.localdate()})
    over &= ~Q(Exists(given.filter(inspectors__isnull=False)))
    return Q(**{f"{round_key}closed_at__isnull": False}) | over


def conclusive(round_key: str = "") -> Q:
    """What holds of rounds whose score is a result: finished, and of all items.

    A round that looks at some items only, such as a patrol, comes to no score of the whole.
    """
    return finished(round_key) & Q(**{f"{round_key}items": []})


@dataclass(frozen=True)
class Walked:
    """How many visits of a round were given out, and how many of them have been made."""

    made: int
    given: int

    def __str__(self) -> str:
        return f"{self.made} / {self.given}"


def walked(person: Person, rounds: Iterable[Round]) -> dict[int, Walked]:
    """How far rounds have come, by their keys, as far as a person may know of their visits.

    Rounds of which no visit was given out are left out.
    """
    mine = Assignment.objects.with_right(person, SEE).live().filter(round__in=list(rounds))
    given = mine.filter(inspectors__isnull=False).order_by().distinct()
    of = {str(uuid): round_ for uuid, round_ in given.values_list("uuid", "round")}
    made = Counter(of[visit] for visit in _seen(of))
    return {key: Walked(made[key], number) for key, number in Counter(of.values()).items()}


def _seen(of: Mapping[str, int]) -> set[str]:
    """The visits, each with its round, of which something has been recorded."""
    visits, found = list(of), set[str]()
    rows = Observation.objects.filter(round__in=set(of.values())).order_by()
    for start in range(0, len(visits), _MANY):
        some = rows.filter(visit__in=visits[start : start + _MANY])
        found.update(some.values_list("visit", flat=True).distinct())
    return found
