"""Two worlds that differ in one thing: in one a secret round exists, in the other it never was.

What stands in both is 青禾县 in full swing, with an open round that phones inspect. The secret round
is led by somebody of the same county and walked at the same points, from its draw to its standing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from unittest.mock import patch

from django.apps import apps
from django.db import connection, transaction
from django.db.models import AutoField
from django.test import Client
from django.utils import timezone

from chuangcheng.engine.draws import Quota
from chuangcheng.evidence.assignments import actions as assignments
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import Order
from chuangcheng.evidence.draws import actions as draws
from chuangcheng.evidence.draws.rules import DrawFacts
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.evidence.photographs.models import Photograph
from chuangcheng.evidence.visits.models import Submission, Visit
from chuangcheng.evidence.visits.pace import PACE
from chuangcheng.ground.audit.chain import START
from chuangcheng.ground.audit.models import Head
from chuangcheng.ground.jobs import actions as jobs
from chuangcheng.ground.jobs.worker import run_one
from chuangcheng.ground.people.models import Role, User
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import PledgeKind, Point
from chuangcheng.ground.points.rules import PledgeFacts
from chuangcheng.ground.rights import RIGHTS
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.outcome.standing import actions as standing
from tests.site import mandate
from tests.site.assignments.street import facts, lay_points
from tests.site.cast import SYSTEM, World, person, signed_in
from tests.site.devices.phones import Phone, paired
from tests.site.escalation.late import letter
from tests.site.escalation.weekly import black
from tests.site.kept import kept
from tests.site.photographs.pictures import jpeg
from tests.site.photographs.scene import lost as lost_photograph
from tests.site.photographs.scene import taken
from tests.site.problems.scene import Scene, rectified, struck_off
from tests.site.visits.street import PLACES, Street, lost, refused, sent

#: Whoever of the cast looks at both worlds; none of them is on the secret round.
CAST = (
    "office", "clerk", "inspector", "supervisor", "leader", "superior", "resident", "newcomer",
    "neighbour", "top",
)  # fmt: skip
#: And a stranger who may do everything everywhere.
OUTSIDERS = ("stranger", *CAST)  # who has the most to open, first
#: When what stands in both worlds was laid, when the secret round was, and when everybody looks:
#: in broad daylight, so that no day ends meanwhile.
LAID = (timezone.localtime() + timedelta(days=1)).replace(hour=10, minute=0)
BETWEEN, NOW = LAID + timedelta(hours=1), LAID + timedelta(hours=2)
#: When something was lost that nobody waits for any longer, and when the secret round was made.
LOST = LAID - timedelta(days=3)
MADE = LOST + timedelta(hours=1)

#: The keys of what stands in both worlds, by which lots are drawn, are the same in every run.
BOTH = 1_000_001


@dataclass
class Both:
    """What stands in both worlds: the people, their browsers and phones, the open round."""

    world: World
    campaign: Campaign
    round: Round
    chief: User
    crew: Sequence[User]
    phones: Mapping[int, Phone]
    cookies: Mapping[str, str]

    def __post_init__(self) -> None:
        PACE.reset()

    def days(self) -> None:
        """Every phone asks for its day; when a phone was here last is no secret."""
        for phone in self.phones.values():
            phone.ask("GET", "day")

    def browser(self, name: str) -> Client:
        """The browser in which somebody signed in before anybody looked."""
        client = Client()
        client.cookies["session"] = self.cookies[name]
        return client


class Walk(Street):
    """A round that is walked by whoever its points were given to."""

    def __init__(self, round_: Round, phones: Mapping[int, Phone]) -> None:
        self.round, self.phones, self.second = round_, phones, False

    @property
    def codes(self) -> list[str]:
        """The codes of its points."""
        rows = Assignment.objects.filter(round=self.round, repeat_of=None).order_by("pk")
        return list(rows.values_list("point__code", flat=True))

    def assignment(self, code: str) -> Assignment:
        """The first or the second visit of a point, for the phone of whoever has it."""
        rows = Assignment.objects.filter(round=self.round, point__code=code)
        found = rows.get(repeat_of__isnull=not self.second)
        self.phone = self.phones[found.inspectors.get().pk]
        return found

    def visit(self, code: str, *results: str, second: bool = False, **more: object) -> Visit:
        """A visit that was sent and taken in."""
        self.turn(code, second=second)
        return sent(self, code, *results, **more)

    def turn(self, code: str, *, second: bool = False) -> Walk:
        """Go to a point for the first or the second time, with the phone of whoever goes."""
        self.second = second
        self.assignment(code)
        return self


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Time stands still, so that no time of day differs between the worlds."""

    class Still(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz)

    # Not `timezone.now` itself, which columns hold as what they are filled with.
    with patch("django.utils.timezone.datetime", Still):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """What is done here has not been done afterwards."""
    with transaction.atomic(), patch("chuangcheng.ground.kept._known", OrderedDict()):
        yield
        transaction.set_rollback(True)


def both(world: World) -> Both:
    """What stands in both worlds."""
    return kept("both worlds", lambda: _laid(world))


def number_from(first: int) -> None:
    """Have the next key of every table, and the next link of the log, be this number.

    Keys and links come in one series for what is secret and what is not. That it has gaps is known
    and accepted (docs/decisions/0012-facts-by-number.md); from here on both worlds count alike.
    """
    Head.objects.update(seq=first - 1, hash=START)
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and isinstance(model._meta.pk, AutoField):
                table, column = model._meta.db_table, model._meta.pk.column
                for statement in _NUMBER[connection.vendor]:
                    cursor.execute(statement, {"table": table, "column": column, "last": first - 1})


_NUMBER = {
    "sqlite": (
        "DELETE FROM sqlite_sequence WHERE name = %(table)s",
        "INSERT INTO sqlite_sequence (name, seq) VALUES (%(table)s, %(last)s)",
    ),
    "postgresql": ("SELECT setval(pg_get_serial_sequence(%(table)s, %(column)s), %(last)s)",),
}


def work() -> None:
    """Do all that is due by the clock or waits in the queue."""
    jobs.plan(timezone.now())
    while run_one():
        pass


def drawn(round_: Round, crew: Sequence[User], each: int, twice: float) -> None:
    """Announce and draw so many points of each kind, and share them out to single inspectors."""
    wanted = (
        Quota(area="QH-DJ", point_type="road", number=each),
        Quota(area="QH-XH", point_type="market", number=each),
    )
    draw = draws.announce(SYSTEM, round_=round_, facts=DrawFacts("开奖号码", wanted))
    draws.draw_points(SYSTEM, draw=draw, seed="03 08 14")
    days = tuple(round_.starts + timedelta(days=n) for n in range(2))
    assignments.share_out(SYSTEM, round_=round_, order=Order(tuple(crew), days, 1, twice))


def _laid(world: World) -> Both:
    with at(LAID):
        number_from(BOTH)
        scene = Scene(world)
        _busy(scene)
        _mandate(world, scene)
        chief, stranger = _powerful("chief", "stranger")
        crew = [_walker(world, n) for n in range(3)]
        phones = {one.pk: paired(one) for one in (world.inspector, *crew)}
        round_ = _open_round(scene, crew[0], phones)
        work()
    with at(NOW):
        names = {name: getattr(world, name) for name in CAST}
        names |= {"chief": chief, "stranger": stranger}
        cookies = {name: signed_in(one).cookies["session"].value for name, one in names.items()}
    return Both(world, scene.campaign, round_, chief, crew, phones, cookies)


def _busy(scene: Scene) -> None:
    """Problems at several steps, a letter, a list of the week, a standing."""
    letter(scene)
    said = [scene.reported(source="patrol", title=f"路边有垃圾，第 {n} 处") for n in range(3)]
    rectified(scene, said[1])
    struck_off(scene, said[2])
    black(scene, 1)
    standing.compute(SYSTEM, round_=scene.round)


def _mandate(world: World, scene: Scene) -> None:
    for code, (lon, lat) in PLACES.items():
        Point.objects.filter(code=code).update(lon=lon, lat=lat)
    lay_points(world)
    frameworks.take_in(SYSTEM, framework=mandate.framework("2"), area=world.county)
    pledge = PledgeFacts(PledgeKind.POINT, world.leader, scene.point(), mandate.BEGIN)
    points.pledge(SYSTEM, facts=pledge)
    code = scene.campaign.edition.standards.order_by("pk")[0].code
    mandate.duty(scene.campaign, code, world.police)


def _powerful(*usernames: str) -> list[User]:
    """People who may do everything everywhere."""
    Role.objects.create(code="everything", title_zh="全权", rights=sorted(RIGHTS))
    return [person(username, f"全{username}", None, "everything") for username in usernames]


def _walker(world: World, number: int) -> User:
    return person(f"walker{number}", f"走小{number}", world.county, "inspector")


def _open_round(scene: Scene, walker: User, phones: Mapping[int, Phone]) -> Round:
    """A round that everybody sees, with a visit, a second one, and photographs."""
    said = facts(number=2, title_zh="街面测评", round_kind=RoundKind.UNDERCOVER)
    world = scene.world
    made = inspections.create(world.office, campaign=scene.campaign, facts=said, secret=False)
    drawn(made, (world.inspector, walker), 2, 0.5)
    walk = Walk(made, phones)
    first, other, third, *_rest = walk.codes
    taken(walk, walk.visit(first, "fail", "pass"), jpeg(1))
    taken(walk, walk.visit(other, "pass", "fail"), jpeg(2))
    refused(walk.turn(third), third, judgements=[])
    lost_photograph(walk)
    lost(walk)
    for rows in (Photograph.objects, Submission.objects):
        rows.filter(round=None).update(received_at=LOST)
    return made
