"""青禾县 in full swing: a computed round, problems at every step, letters, jobs, phones, notices."""

from __future__ import annotations

from dataclasses import dataclass, field

from chuangcheng.ground.jobs import actions as jobs
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.outcome.standing.models import Computation
from tests.site.cast import SYSTEM, World
from tests.site.devices.phones import paired
from tests.site.escalation.late import letter
from tests.site.kept import kept
from tests.site.problems.scene import Scene, dispatched, rectified, signed, struck_off


@dataclass
class Busy:
    """The county, and the newest standing of its round."""

    world: World
    computation: Computation = field(init=False)

    def __post_init__(self) -> None:
        self.computation = kept("a busy county", self._lay)

    def _lay(self) -> Computation:
        scene = Scene(self.world)
        letter(scene)
        said = [scene.reported(source="patrol", title=f"路边有垃圾，第 {n} 处") for n in range(5)]
        dispatched(scene, said[1])
        signed(scene, said[2])
        rectified(scene, said[3])
        struck_off(scene, said[4])
        jobs.enqueue("jobs.clear")
        paired(self.world.inspector)
        return standing.compute(SYSTEM, round_=scene.round)
