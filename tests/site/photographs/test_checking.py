"""What is found doubtful about photographs, and what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PIL import ExifTags, Image, ImageOps

from chuangcheng.evidence.photographs import actions
from chuangcheng.evidence.photographs.models import Flag, FlagKind, Photograph, Print, State
from chuangcheng.ground.audit.models import Event
from chuangcheng.lib.imagefile import Fault
from tests.site.cast import World
from tests.site.photographs.pictures import jpeg, pixels, saved, send
from tests.site.photographs.scene import Photographed, doubts, look, taken
from tests.site.visits.street import Street, body, sent
from tests.site.visits.street import send as send_visit


@pytest.fixture
def street(world: World) -> Street:
    """The round that phones inspect."""
    return Street(world)


def test_it_finds_nothing_doubtful_about_honest_photographs(street: Street) -> None:
    visits = [sent(street, code) for code in ("P1", "P2")]
    found = [taken(street, visit, jpeg(seed)) for seed, visit in enumerate(visits, 10)]
    assert [doubts(photograph) for photograph in found] == [[], []]
    assert {photograph.state for photograph in found} == {State.CHECKED}


def test_it_stands_where_its_visit_does(street: Street) -> None:
    visit = sent(street, "P1")
    photograph = taken(street, visit, jpeg())
    assert (photograph.round, photograph.point) == (street.round, visit.point)
    assert photograph.place() == visit.place()


def test_it_finds_its_visit_when_that_comes_later(street: Street) -> None:
    said = body(street.assignment("P1"))
    uuid = "3f2b8a52-3c9e-4bb5-9d2b-0f6f5a4f6a10"
    send(street.phone, jpeg(), visit=uuid)
    look()
    assert Photograph.objects.get().area is None
    send_visit(street.phone, said, uuid)
    street.take_in()
    look()
    assert Photograph.objects.get().round == street.round


TREATED = {
    "the very file": lambda image: image,
    "mirrored": ImageOps.mirror,
    "turned": lambda image: image.rotate(90, expand=True),
    "smaller": lambda image: image.resize((200, 150)),
    "brighter": lambda image: image.point(lambda grey: min(255, grey + 30)),
}


@pytest.mark.parametrize("treatment", TREATED)
def test_it_knows_a_photograph_that_is_used_again(street: Street, treatment: str) -> None:
    first = taken(street, sent(street, "P1"), jpeg(5))
    copy = saved(TREATED[treatment](pixels(5)), "JPEG")
    second = taken(street, sent(street, "P2"), copy)
    assert doubts(second) == [FlagKind.SAME]
    assert Flag.objects.get().other == first


def test_it_lets_one_photograph_show_two_items_of_one_visit(street: Street) -> None:
    visit = sent(street, "P1")
    taken(street, visit, jpeg(5), item="lamps")
    assert doubts(taken(street, visit, jpeg(5), item="kerbs")) == []


def test_it_finds_the_same_file_even_where_there_is_nothing_to_see(street: Street) -> None:
    blank = saved(Image.new("RGB", (320, 240), "grey"), "JPEG")
    taken(street, sent(street, "P1"), blank)
    assert doubts(taken(street, sent(street, "P2"), blank)) == [FlagKind.SAME]


@pytest.mark.parametrize(("accuracy", "found"), [(10, [FlagKind.PLACE]), (2000, [])])
def test_it_doubts_a_photograph_taken_elsewhere(
    street: Street, accuracy: int, found: list[str]
) -> None:
    visit = sent(street, "P1")
    there = {"lon": visit.point.lon + 0.01, "lat": visit.point.lat, "accuracy_m": accuracy}
    photograph = taken(street, visit, jpeg(), position=there)
    assert doubts(photograph) == found
    if found:
        assert Flag.objects.get().figures == {"metres": 909, "limit": 160}


@pytest.mark.parametrize(
    ("earlier", "clock", "found"),
    [
        (timedelta(days=2), 0, [FlagKind.TIME]),
        (timedelta(days=2), -172800, []),  # the phone's clock was two days behind
        (timedelta(minutes=5), 0, []),
    ],
)
def test_it_doubts_a_photograph_taken_at_another_time(
    street: Street, earlier: timedelta, clock: float, found: list[str]
) -> None:
    visit = sent(street, "P1")
    at = (visit.closed_at - earlier).isoformat()
    photograph = taken(street, visit, jpeg(), taken_at=at, clock_difference_s=clock)
    assert doubts(photograph) == found


def test_it_doubts_a_photograph_that_an_editor_saved(street: Street) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = "Adobe Photoshop 25.0"
    photograph = taken(street, sent(street, "P1"), jpeg(exif=exif))
    assert doubts(photograph) == [FlagKind.EDITED]


def test_it_keeps_what_it_cannot_use_with_the_reason(street: Street) -> None:
    photograph = taken(street, sent(street, "P1"), jpeg()[:3000])
    assert (photograph.state, photograph.fault) == (State.REFUSED, "damaged")
    assert photograph.area is not None


def test_it_tells_of_doubts_as_secretly_as_of_the_round(world: World) -> None:
    shot = Photographed(world)
    told = Event.objects.get(verb="photograph.doubt")
    assert (told.subject_kind, told.subject_id) == ("round", str(shot.round.pk))
    assert str(shot.first) not in str(told.after)


def test_it_compares_each_photograph_once(world: World) -> None:
    shot = Photographed(world)
    look()
    assert Print.objects.count() == 2
    assert Flag.objects.filter(photograph=shot.second).count() == 1
    assert actions.compare(shot.second, dict.fromkeys(["upright"], 0)) == []
    assert Print.objects.count() == 2


def test_it_loses_nothing_when_two_workers_read_the_same_photograph(street: Street) -> None:
    visit = sent(street, "P1")
    send(street.phone, jpeg(), visit=str(visit.uuid))
    late = Photograph.objects.get()
    look()
    actions.shown(late, Fault.DAMAGED)
    kept = Photograph.objects.get()
    assert (kept.state, kept.round, kept.fault) == (State.CHECKED, street.round, "")


def test_it_lets_one_lost_file_keep_nobody_waiting(street: Street) -> None:
    visit = sent(street, "P1")
    lost = Photograph.objects.create(sha256="0" * 64, size=1, original="nowhere")
    assert taken(street, visit, jpeg()).state == State.CHECKED
    assert Photograph.objects.get(pk=lost.pk).state == State.STORED
