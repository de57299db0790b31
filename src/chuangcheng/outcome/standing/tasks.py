"""Jobs of the standing: large rounds in the background, and whatever has fallen behind."""

from __future__ import annotations

from datetime import timedelta

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.jobs.registry import Work, task
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, System
from chuangcheng.outcome.standing import actions, queries

STEPS = 3


@task("standing.compute", atomic=False, lease=timedelta(minutes=30), about=("round", "round_"))
def compute(work: Work, *, round_: int, person: int | None = None) -> None:
    """Compute one round. Run twice, it gives the same figures and keeps them once."""
    found = Round.objects.select_related("campaign__area", "edition").get(pk=round_)
    actor: Person = User.objects.get(pk=person) if person else System()
    actions.compute(actor, round_=found, tell=lambda done: work.tell(done, STEPS), once=True)


@task("standing.follow", every=timedelta(minutes=10), atomic=False, lease=timedelta(minutes=30))
def follow(work: Work) -> None:
    """Compute every round to which something was added since it was computed last."""
    for round_ in queries.behind():
        actions.compute(System(), round_=round_, once=True)
        # The job is held, but says no number: by it a secret round would be told of.
        work.tell(0, 0)
