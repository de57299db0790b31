"""What is done with photographs once they are here."""

from __future__ import annotations

from chuangcheng.evidence.photographs import actions, files, queries
from chuangcheng.evidence.photographs.models import State
from chuangcheng.ground.jobs.registry import Work, task


@task("photographs.check", atomic=False)
def check(work: Work) -> None:
    """Read what came, make what people look at, and see whether anything about it is doubtful."""
    for photograph in queries.to_compare().iterator(100):
        if photograph.state == State.STORED:
            actions.shown(photograph, actions.examined(files.get(photograph.original)))
        work.tell(0, 1)
