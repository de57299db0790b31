"""What a closed problem comes to, and how it is after steps that keep nothing of its closing."""

from __future__ import annotations

from datetime import datetime

from chuangcheng.remedy.problems import statistics
from chuangcheng.remedy.problems.models import Problem, Step
from tests.site.problems.scene import DAY, Scene, struck_off


def figures(scene: Scene) -> list[list[tuple[int, int | None]]]:
    """The figures of all and of each unit."""
    return [
        [(one.counted, one.of) for one in line.figures]
        for line in statistics.lines(scene.world.office, "unit")
    ]


def told(problem: Problem) -> tuple[object, ...]:
    """What a problem and what was at stake in it come to."""
    return (
        *(problem.state, problem.open, problem.closed_at, problem.on_time, problem.due),
        *(
            problem.struck_off_at,
            problem.rectified_at,
            problem.dispatched_at,
            problem.lead_id,
            problem.clock,
        ),
        *(problem.seen, problem.rebounds, problem.reworks, problem.extensions, problem.stake),
        set(problem.partners.all()),
    )


def forget(*, rebound: bool = True) -> None:
    """Steps that opened a problem again keep nothing of how it was closed, as those of old."""
    Step.objects.filter(verb="reopen").update(data={"source": "inspection", "rebound": rebound})


def closed(scene: Scene) -> tuple[tuple[object, ...], object, datetime]:
    """The lamps struck off: what they come to, the figures, and a day on which they are seen."""
    done = struck_off(scene)
    assert done.closed_at is not None
    return told(scene.lamps), figures(scene), done.closed_at + 10 * DAY
