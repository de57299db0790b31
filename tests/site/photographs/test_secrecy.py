"""Photographs of a secret round: nobody who is not on it finds any, by any way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.photographs import queries
from chuangcheng.evidence.photographs.actions import LOOK, decide
from chuangcheng.evidence.photographs.models import Flag, Photograph, Print, State
from chuangcheng.ground.audit import queries as audit
from chuangcheng.ground.jobs import queries as jobs
from chuangcheng.ground.jobs.actions import enqueue
from chuangcheng.ground.jobs.models import Job
from chuangcheng.ground.jobs.worker import run_one
from chuangcheng.ground.scope import Person
from tests.site.cast import World
from tests.site.inspections.scene import round_
from tests.site.photographs.matrix import ROWS
from tests.site.photographs.pictures import jpeg, send
from tests.site.photographs.scene import Photographed, ShotRow, look, taken
from tests.site.visits.street import Street, sent

Browser = Callable[[str | None], Client]
ABOUT = [row for row in ROWS if isinstance(row, ShotRow)]


@pytest.mark.parametrize("row", ABOUT, ids=str)
def test_it_is_not_there_for_whoever_is_not_on_the_round(
    row: ShotRow, as_: Browser, world: World
) -> None:
    shot = Photographed(world, secret=True)
    assert row.ask_of(as_("office"), shot).status_code == 404
    assert row.ask_of(as_("top"), shot).status_code == 404


@pytest.mark.parametrize("row", ABOUT, ids=str)
def test_it_is_there_for_members(row: ShotRow, as_: Browser, world: World) -> None:
    shot = Photographed(world, secret=True)
    shot.round.members.add(world.office)
    assert row.ask_of(as_("office"), shot).status_code == row.answer


@pytest.mark.parametrize("page", ["photographs:list", "photographs:doubts", "overview"])
def test_it_stands_in_no_list_and_no_count(page: str, as_: Browser, world: World) -> None:
    shot = Photographed(world, secret=True)
    seen = as_("office").get(reverse(page)).content.decode()
    assert shot.second.get_absolute_url() not in seen
    assert shot.flag.get_absolute_url() not in seen
    assert "处照片疑点" not in seen
    assert not queries.visible(world.office).exists()
    assert not queries.doubts(world.top).exists()


def test_it_is_told_in_no_event_to_others(world: World) -> None:
    Photographed(world, secret=True)
    assert not audit.events(world.top).filter(verb__startswith="photograph.").exists()


def test_it_is_told_by_no_job_that_comes_when_phones_send(world: World) -> None:
    Photographed(world, secret=True)
    assert Job.objects.filter(task=LOOK).exists()
    assert not jobs.jobs(world.top).filter(task__startswith="photographs.").exists()


def test_it_is_counted_by_no_job(world: World) -> None:
    Photographed(world, secret=True)
    Job.objects.all().delete()
    Photograph.objects.update(state=State.STORED, compared_at=None)
    job = enqueue("photographs.check")
    run_one()
    job.refresh_from_db()
    assert (job.state, job.done, job.of) == ("done", 0, 0)


@pytest.mark.usefixtures("static_files")
def test_it_lies_at_no_address_that_can_be_guessed(as_: Browser, world: World) -> None:
    shot = Photographed(world)
    for name in (shot.second.original, shot.second.picture):
        for root in ("/files/", "/media/", "/static/", "/"):
            assert as_("office").get(root + name).status_code == 404


def test_it_hides_a_doubt_whose_other_photograph_is_secret(world: World) -> None:
    shot = Photographed(world, secret=True)
    shot.round.members.add(world.office)
    Photograph.objects.filter(pk=shot.second.pk).update(round=None)  # as if of an open matter
    assert queries.visible(world.supervisor).get() == shot.second
    assert not queries.doubts(world.supervisor).exists()
    assert queries.doubts(world.office).get() == shot.flag


def test_it_is_found_by_nobody_while_its_visit_has_not_come(world: World) -> None:
    street = Street(world)
    send(street.phone, jpeg())
    look()
    assert Photograph.objects.exists()
    assert not queries.visible(world.top).exists()


def test_it_is_there_for_all_once_the_round_is_released(world: World) -> None:
    shot = Photographed(world, secret=True)
    shot.round.members.add(world.office)
    inspections.release(world.office, round_=shot.round)
    assert queries.visible(world.leader).count() == 2
    assert queries.doubts(world.supervisor).get() == shot.flag


def test_it_gives_nothing_more_to_the_phone_of_somebody_removed(world: World) -> None:
    street = Street(world, secret=True)
    taken(street, sent(street, "P1"), jpeg(9))
    street.round.members.clear()
    assert not queries.visible(world.inspector).exists()


def test_it_tells_of_no_doubt_that_comes_of_a_secret_photograph(world: World) -> None:
    shot = Photographed(world, secret=True)
    shot.round.members.add(world.office)
    opened = round_(world, shot.round.campaign, number=2)
    Photograph.objects.filter(pk=shot.second.pk).update(round=opened, compared_at=None)
    for forgotten in (Flag, Print):
        forgotten.objects.filter(photograph=shot.second).delete()
    look()
    decide(world.office, flag=Flag.objects.get(), verdict="rejected", reason="与早先的照片相同")
    about = ("photograph.doubt", "photograph.decide")
    seen = {who: audit.events(who).filter(verb__in=about) for who in (world.top, world.office)}
    assert not seen[world.top].exists()
    assert seen[world.office].filter(subject_id=str(shot.round.pk)).count() == 3


@dataclass
class Two:
    """A photograph of one secret round that is a copy of one of another, not accepted for that.

    `top` is on both rounds, `office` on the other's, `supervisor` on that of the copy.
    """

    shot: Photographed
    mine: Round
    flag: Flag = field(init=False)
    since: int = field(init=False)

    def __post_init__(self) -> None:
        world, other = self.shot.world, self.shot.round
        other.members.add(world.top, world.office)
        self.mine.members.set([world.top, world.supervisor])
        Photograph.objects.filter(pk=self.shot.second.pk).update(round=self.mine, compared_at=None)
        for forgotten in (Flag, Print):
            forgotten.objects.filter(photograph=self.shot.second).delete()
        self.since = audit.head().seq
        look()
        self.flag = Flag.objects.get(other=self.shot.first)
        decide(world.top, flag=self.flag, verdict="rejected", reason="与早先的照片相同")


@pytest.fixture
def two(world: World) -> Two:
    """The scene."""
    shot = Photographed(world, secret=True)
    return Two(shot, round_(world, shot.round.campaign, number=2, secret=True))


def told(person: Person, two: Two) -> list[str]:
    """What a person reads of what was done."""
    rows = audit.events(person).filter(seq__gt=two.since, verb__startswith="photograph.")
    return list(rows.order_by("seq").values_list("verb", flat=True))


def test_it_tells_of_a_doubt_between_two_secret_rounds_to_who_is_on_both(two: Two) -> None:
    world = two.shot.world
    assert told(world.top, two) == ["photograph.doubt", "photograph.decide"]
    assert told(world.office, two) == told(world.supervisor, two) == []


def test_it_tells_of_such_a_doubt_once_a_round_is_released(two: Two) -> None:
    world = two.shot.world
    inspections.release(world.top, round_=two.mine)
    assert told(world.office, two) == ["photograph.doubt", "photograph.decide"]
    assert told(world.supervisor, two) == []


def test_it_lists_such_a_doubt_to_nobody_else(two: Two, as_: Browser) -> None:
    address = two.flag.get_absolute_url()
    for who in ("office", "supervisor"):
        client = as_(who)
        assert address not in client.get(reverse("photographs:doubts")).content.decode()
        assert client.get(address).status_code == 404
        assert client.get("/api/photographs/doubts").json()["items"] == []
    page = as_("supervisor").get(two.shot.second.get_absolute_url()).content.decode()
    assert (address in page, "与早先的照片相同" in page) == (False, False)
    assert address in as_("top").get(reverse("photographs:doubts")).content.decode()
