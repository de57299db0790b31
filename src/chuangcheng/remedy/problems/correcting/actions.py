"""Taking back what a correction took back, and nothing that others have seen."""

from __future__ import annotations

from django.db import transaction

from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.ground.audit.verbs import Outcome, changed, verb
from chuangcheng.ground.scope import Person
from chuangcheng.remedy.problems import closing
from chuangcheng.remedy.problems.correcting import queries
from chuangcheng.remedy.problems.flow import RESTORE
from chuangcheng.remedy.problems.models import Problem, Step
from chuangcheng.remedy.problems.rules import Given
from chuangcheng.remedy.problems.steps.actions import hold, take


@transaction.atomic
def take_back(actor: Person, *, problem: Problem, observation: Observation, note: str) -> Problem:
    """Take back the sighting of an observation that was corrected, with all that came of it alone.

    What nothing else had opened again goes back to how it had been closed, also where it was closed
    once more meanwhile; what nobody else has seen is withdrawn. One that was closed and not opened
    since stays closed as it is.
    """
    row = unsee(actor, problem=problem, observation=observation, note=note)
    while step := queries.unfounded(row):
        row = restore(actor, problem=row, step=step, note=note)
    if row.open and not row.seen:
        row = withdraw(actor, problem=row, note=note)
    return row


@verb(
    "problem.unsee",
    zh="撤销了问题“{title}”的一次发现",
    en="withdrew a sighting of the problem “{title}”",
)
def unsee(
    actor: Person, *, problem: Problem, observation: Observation, note: str
) -> Outcome[Problem]:
    """Take back a sighting; it counts as a rebound no longer, unless another comes in its place.

    Where the history does not tell how it was closed, what counts as a rebound stays as it is.
    """
    held = hold(problem)
    row = held.problem
    row.sightings.filter(observation=observation).update(withdrawn_at=held.now)
    standing, rebounds = queries.standing(row), queries.rebounds(row)
    if rebounds is not None:
        standing.exclude(pk__in=rebounds).update(rebound=False)
        standing.filter(pk__in=rebounds).update(rebound=True)
        row.rebounds = len(rebounds)
    row.seen = standing.count()
    row.save(update_fields=["seen", "rebounds"])
    return changed(row, held.before, why=note)


@verb(
    "problem.restore",
    zh="撤回了问题“{title}”的重新立案",
    en="undid that the problem “{title}” was filed again",
)
def restore(actor: Person, *, problem: Problem, step: Step, note: str) -> Outcome[Problem]:
    """Put a problem back to how it was closed before a step opened it again."""
    held = hold(problem)
    row, said = held.problem, step.data["closed"]
    take(actor, held, RESTORE, outcome=step.from_state, given=Given(note=note))
    closing.put_back(row, said)
    row.partners.set(said["partners"])
    row.save()
    return changed(row, held.before, why=note)


@verb(
    "problem.withdraw",
    zh="撤销了问题“{title}”",
    en="withdrew the problem “{title}”",
)
def withdraw(actor: Person, *, problem: Problem, note: str) -> Outcome[Problem]:
    """End a problem of which nothing that was seen holds any more."""
    held = hold(problem)
    take(actor, held, "withdraw", given=Given(note=note))
    return changed(held.problem, held.before, why=note)
