"""A released round in 青禾县 followed into problems, and the people who take them on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.points.models import Point
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.remedy.problems import actions
from chuangcheng.remedy.problems.finding.actions import report
from chuangcheng.remedy.problems.following.actions import follow
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.rules import ProblemFacts
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds
from tests.site.kept import kept

#: A Monday morning in Shanghai, in a week without holidays.
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PASS, FAIL = Judgement("pass"), Judgement("fail")


@dataclass
class Scene:
    """The campaign, its round with two failed items, and the problems that come of them."""

    world: World
    secret: bool = False
    campaign: Campaign = field(init=False)
    round: Round = field(init=False)

    def __post_init__(self) -> None:
        self.campaign, self.round = kept(f"a round followed, {self.secret=}", self._lay)

    def _lay(self) -> tuple[Campaign, Round]:
        of = rounds.campaign(self.world)
        rounds.lay_points(self.world)
        made = rounds.round_(self.world, of, secret=self.secret)
        rounds.take_in(SYSTEM, made, rounds.written(*rounds.STREET))
        follow(made)
        return of, made

    @property
    def lamps(self) -> Problem:
        """The lamps that failed at P1, for which the traffic police answer."""
        return Problem.objects.get(item="lamps")

    @property
    def fault(self) -> Observation:
        """The observation behind it."""
        return Observation.objects.get(round=self.round, item="lamps", result="fail")

    def point(self, code: str = "P1") -> Point:
        """A point of the round."""
        return Point.objects.get(code=code)

    def reported(self, **more: object) -> Problem:
        """A problem that a resident has told of."""
        said = {"source": "resident", "title": "路边有垃圾", "found_at": MONDAY} | more
        place = {} if "point" in said else {"area": self.world.street, "address": "东街 3 号"}
        facts = ProblemFacts(campaign=self.campaign, **{**place, **said})  # type: ignore[arg-type]  # as the test says
        return report(self.world.office, facts=facts, now=MONDAY)

    def again(self, number: int, at: datetime, *rows: tuple[object, ...]) -> Round:
        """One more released round of these observations, followed."""
        later = rounds.round_(self.world, self.campaign, number)
        headings = (*rounds.HEADINGS, "observed_at")
        written = [(*row, at.isoformat()) for row in rows or (rounds.STREET[0],)]
        rounds.take_in(SYSTEM, later, rounds.written(*written, headings=headings))
        follow(later)
        return later


def dispatched(scene: Scene, problem: Problem | None = None, now: datetime = MONDAY) -> Problem:
    """A problem in the hands of the traffic police."""
    world, which = scene.world, problem or scene.lamps
    return actions.dispatch(world.office, problem=which, lead=world.police, now=now)


def signed(scene: Scene, problem: Problem | None = None, now: datetime = MONDAY) -> Problem:
    """A problem that the traffic police have signed for."""
    which = dispatched(scene, problem, now)
    return actions.sign(scene.world.clerk, problem=which, now=now)


def rectified(
    scene: Scene, problem: Problem | None = None, now: datetime = MONDAY, after: timedelta = DAY
) -> Problem:
    """A problem that the traffic police say is put right."""
    which = signed(scene, problem, now)
    return actions.rectify(
        scene.world.clerk, problem=which, note="已修", photographs=[uuid4()], now=now + after
    )


def struck_off(
    scene: Scene, problem: Problem | None = None, now: datetime = MONDAY, after: timedelta = DAY
) -> Problem:
    """A problem that the supervisor has re-checked and found met."""
    which = rectified(scene, problem, now, after)
    return actions.recheck(
        scene.world.supervisor, problem=which, said=PASS, now=now + after + timedelta(hours=2)
    )


def correct(scene: Scene, said: Judgement) -> Observation:
    """The observation behind the lamps, judged anew."""
    return inspections.judge(SYSTEM, observation=scene.fault, said=said, why="复核")


def judged(round_: Round, said: Judgement) -> Observation:
    """What a round says of the lamps, judged anew and followed."""
    last = Observation.objects.filter(round=round_, item="lamps", correction=None)
    found = last.get(point__code="P1")
    made = inspections.judge(SYSTEM, observation=found, said=said, why="复核")
    follow(round_)
    return made
