"""Jobs of the standing: large rounds in the background, and whatever has fallen behind.

What has come to a finished round is in its score soon. A round under way gets more with every visit
that a phone sends, and each computation is kept for good: those are computed once a day, and the
page of a standing adds what has come since (`reading.now`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.jobs.registry import Work, task
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, System
from chuangcheng.outcome.standing import actions, queries
from chuangcheng.outcome.standing.finished import finished

STEPS = 3


@task("standing.compute", atomic=False, lease=timedelta(minutes=30), about=("round", "round_"))
def compute(work: Work, *, round_: int, person: int | None = None) -> None:
    """Compute one round. Run twice, it gives the same figures and keeps them once."""
    rounds = Round.objects.select_related("campaign__area", "edition").defer("edition__document")
    found = rounds.get(pk=round_)
    actor: Person = User.objects.get(pk=person) if person else System()
    actions.compute(actor, round_=found, tell=lambda done: work.tell(done, STEPS), once=True)


@task("standing.follow", every=timedelta(minutes=10), atomic=False, lease=timedelta(minutes=30))
def follow(work: Work) -> None:
    """Compute every finished round to which something was added since it was computed last."""
    _catch_up(work, queries.behind().filter(finished()))


@task("standing.so-far", every=timedelta(days=1), atomic=False, lease=timedelta(minutes=30))
def so_far(work: Work) -> None:
    """Compute what the rounds under way come to so far, where something was added."""
    _catch_up(work, queries.behind().filter(~finished()))


def _catch_up(work: Work, rounds: Iterable[Round]) -> None:
    for round_ in rounds:
        actions.compute(System(), round_=round_, once=True)
        # The job is held, but says no number: by it a secret round would be told of.
        work.tell(0, 0)
