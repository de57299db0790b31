"""Following rounds in the background."""

from __future__ import annotations

from collections.abc import Sequence

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.audit.verbs import Told, follower
from chuangcheng.ground.jobs.actions import enqueue
from chuangcheng.ground.jobs.registry import Work, task
from chuangcheng.remedy.problems.following import actions


@task("problems.follow", atomic=False, about=("round", "round_"))
def follow(work: Work, *, round_: int) -> None:
    """Bring onto the list what came to a released round."""
    rounds = Round.objects.select_related("campaign__area", "edition").defer("edition__document")
    actions.follow(rounds.get(pk=round_))


@follower
def _heard(events: Sequence[Told]) -> None:
    """Put in a job for every released round of which something is told."""
    keys = {event.key for event in events if event.kind == Round.kind and event.key}
    if not keys:
        return
    # Secret rounds are left out here already: not even a job may tell that there is one.
    released = Round.objects.filter(pk__in=keys, released_at__isnull=False)
    for pk, seq in released.values_list("pk", "seq"):
        enqueue("problems.follow", args={"round_": pk}, key=f"problems.follow:{pk}:{seq}")
