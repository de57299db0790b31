"""What is done with photographs once they are here."""

from __future__ import annotations

from chuangcheng.evidence.photographs import actions
from chuangcheng.evidence.photographs.models import Photograph, State
from chuangcheng.ground.jobs.registry import Work, task


@task("photographs.check", atomic=False)
def check(work: Work, *, photograph: int) -> None:
    """Read a photograph, make what people look at, and see whether anything about it is doubtful."""
    found = Photograph.objects.get(pk=photograph)
    if found.state == State.STORED:
        actions.check(found)
