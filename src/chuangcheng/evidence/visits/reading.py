"""What phones sent, item by item, as people read it: what was said, and what stays out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.saying import found_in_words
from chuangcheng.evidence.visits import cases, queries
from chuangcheng.evidence.visits.bodies import JudgementIn
from chuangcheng.evidence.visits.cases import Case
from chuangcheng.evidence.visits.models import State, Submission, Visit
from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Line:
    """One judged item: its title, what was found in words, and why it stays out, if it does."""

    said: JudgementIn
    title: str
    found: str
    why: Words | None


def lines(submission: Submission) -> list[Line]:
    """All that was judged; of what was not taken in, what could not be recorded says why."""
    [case] = cases.looked_up([submission])
    return _lines(case, [] if submission.state == State.TAKEN_IN else cases.left_out(case))


def left_out(visit: Visit) -> list[Line]:
    """What was judged at a visit and is not recorded, since it was taken in by hand."""
    [case] = cases.looked_up([visit.submission])
    there = queries.judged(visit.assignment)
    return [
        line
        for line in _lines(case, cases.left_out(case))
        if (line.said.item, line.said.repeat, line.said.uuid) not in there
    ]


def _lines(case: Case, out: Sequence[Words | None]) -> list[Line]:
    names = inspections.names(case.assignment.round) if case.assignment else None
    return [
        Line(
            said=one,
            title=names.of("item", one.item) if names else one.item,
            found=found_in_words(one),
            why=why,
        )
        for one, why in zip_longest(case.said.judgements, out)
    ]
