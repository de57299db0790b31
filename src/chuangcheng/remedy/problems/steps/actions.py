"""The one way in which a problem goes a step further: every verb of the flow ends up here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person
from chuangcheng.lib.spaced import spaced_apart
from chuangcheng.remedy.problems import queries, rules
from chuangcheng.remedy.problems.clock import Clock
from chuangcheng.remedy.problems.models import Moment, Picture, Problem, Step, Words
from chuangcheng.remedy.problems.procedures import Procedures
from chuangcheng.remedy.problems.rules import Given

AFTERWARDS = frozenset({"rectify", "recheck"})


@dataclass(frozen=True)
class Held:
    """A problem locked for a step, its procedures, the moment, and its facts before."""

    problem: Problem
    known: Procedures
    now: datetime
    before: dict[str, Any]
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clock", Clock.of(self.problem.clock))

    def tick(self, clock: Clock) -> None:
        """Put another clock in place of the present one."""
        object.__setattr__(self, "clock", clock)
        self.problem.clock = clock.told()
        self.problem.due = clock.due


def hold(problem: Problem, now: datetime | None = None) -> Held:
    """Lock a problem as it is now, so that two people's steps come one after the other."""
    rows = queries.with_names(Problem.objects.select_for_update(of=("self",)))
    fresh = rows.get(pk=problem.pk)
    known = queries.procedures(fresh)
    return Held(fresh, known, now or timezone.now(), fresh.facts())


def take(
    actor: Person,
    held: Held,
    verb: str,
    *,
    outcome: str = "",
    given: Given | None = None,
    data: Mapping[str, Any] | None = None,
) -> Step:
    """Take a step, keep it in the history, and move the clock as the new state asks.

    Raises ValidationError where the flow knows no such step from here, or something is missing.
    """
    given = given or Given()
    problem, flow = held.problem, held.known.flow
    step = rules.check_step(flow, problem, verb, outcome, given)
    was, to = problem.state, flow.target(step, problem.state, problem.came_from)
    if to != was:
        problem.state, problem.came_from = to, was
        _arrive(held, to)
    problem.save()
    row = Step(
        problem=problem,
        n=problem.steps.count() + 1,
        verb=verb,
        outcome=outcome,
        from_state=was,
        to_state=to,
        at=held.now,
        actor_id=actor.pk if isinstance(actor, User) else None,
        actor_name=str(actor),
        unit_id=_unit(actor, problem),
        note=given.note,
        data={**(data or {}), **({"lead": given.unit.pk} if given.unit else {})},
    )
    row.save(force_insert=True)
    add_pictures(problem, given.photographs, _moment(verb), row)
    return row


def begin(actor: Person, problem: Problem, now: datetime, data: Mapping[str, Any]) -> Step:
    """The first step of a problem that has just been made."""
    row = Step(
        problem=problem,
        n=1,
        verb="report",
        from_state="",
        to_state=problem.state,
        at=now,
        actor_id=actor.pk if isinstance(actor, User) else None,
        actor_name=str(actor),
        note=problem.detail,
        data=dict(data),
    )
    row.save(force_insert=True)
    return row


def add_pictures(
    problem: Problem, photographs: Iterable[UUID], moment: Moment, step: Step | None = None
) -> None:
    """Keep photographs with a problem; one that is there already stays as it was."""
    rows = [
        Picture(problem=problem, step=step, photograph=uuid, moment=moment) for uuid in photographs
    ]
    Picture.objects.bulk_create(rows, ignore_conflicts=True)


def keep_words(problems: Iterable[Problem]) -> None:
    """Keep the words by which problems are found."""
    rows = [Words(problem=problem, spaced=spaced_apart(texts(problem))) for problem in problems]
    Words.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("problem",), update_fields=("spaced",)
    )


def texts(problem: Problem) -> list[str]:
    """The texts of a problem that people look for."""
    point = [problem.point.title_zh, problem.point.code] if problem.point else []
    return [
        problem.number, problem.title, problem.detail[:1000], problem.address, problem.item_zh,
        problem.item_en, *point,
    ]  # fmt: skip


def _arrive(held: Held, to: str) -> None:
    """What being in a state means for the clock and for whether the problem is open."""
    problem, state = held.problem, held.known.flow.states[to]
    if state.clock == "runs":
        held.tick(queries.running(problem, held.clock, held.now))
    elif state.clock == "stands":
        held.tick(held.clock.stand(held.now, queries.calendar()))
    problem.open = state.open
    problem.closed_at = None if state.open else held.now
    if not state.open:
        problem.due = None


def _unit(actor: Person, problem: Problem) -> int | None:
    """The unit of the problem for which somebody acts, the lead before its partners."""
    own = rules.own_units(actor)
    if problem.lead_id in own:
        return problem.lead_id
    return next((u.pk for u in problem.partners.all() if u.pk in own), None) if own else None


def _moment(verb: str) -> Moment:
    return Moment.AFTER if verb in AFTERWARDS else Moment.BEFORE
