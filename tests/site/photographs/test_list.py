"""The list of photographs: each with its small picture, as far as one may see it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.evidence.photographs import actions
from chuangcheng.evidence.photographs.models import Photograph, State
from chuangcheng.lib.pictures import Box
from tests.site.cast import World
from tests.site.photographs.scene import Photographed

Browser = Callable[[str | None], Client]


def small_ones(client: Client) -> list[str]:
    """The addresses of the small pictures on the page."""
    page = client.get("/photographs/").content.decode()
    pictures = re.findall(r"<img class=\"thumb\" [^>]*>", page)
    lazily = 'width="72" height="54" loading="lazy"'
    assert [picture for picture in pictures if lazily not in picture] == []
    return [re.findall('src="([^"]*)"', picture)[0] for picture in pictures]


def test_it_shows_each_by_its_small_picture(as_: Browser, world: World) -> None:
    shot, client = Photographed(world), as_("leader")
    shown = small_ones(client)
    assert shown == [f"{one.get_absolute_url()}thumbnail.jpg" for one in (shot.second, shot.first)]
    assert {client.get(url).headers["Content-Type"] for url in shown} == {"image/jpeg"}


def test_it_shows_what_was_covered_covered(as_: Browser, world: World) -> None:
    shot, client = Photographed(world), as_("leader")
    before = client.get(small_ones(client)[0]).content
    actions.publish(world.office, photograph=shot.second, boxes=[Box(0, 0, 1, 1)])
    assert client.get(small_ones(client)[0]).content != before


def test_it_shows_nothing_that_is_not_looked_at_yet(as_: Browser, world: World) -> None:
    shot = Photographed(world)
    Photograph.objects.filter(pk=shot.second.pk).update(state=State.STORED)
    assert small_ones(as_("leader")) == [f"{shot.first.get_absolute_url()}thumbnail.jpg"]


def test_it_shows_none_of_a_secret_round_but_to_its_members(as_: Browser, world: World) -> None:
    shot = Photographed(world, secret=True)
    assert small_ones(as_("leader")) == []
    shot.round.members.add(world.office)
    assert len(small_ones(as_("office"))) == 2


def test_it_shows_none_of_another_county(as_: Browser, world: World) -> None:
    Photographed(world)
    assert small_ones(as_("neighbour")) == []


def test_it_asks_no_more_for_more_photographs(as_: Browser, world: World) -> None:
    shot, client = Photographed(world), as_("office")
    asked = []
    for rows in (Photograph.objects.filter(pk=shot.first.pk), Photograph.objects.all()):
        Photograph.objects.update(area=None)
        rows.update(area=world.street)
        with CaptureQueriesContext(connection) as queries:
            assert len(small_ones(client)) == rows.count()
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_it_writes_no_pictures_into_files(as_: Browser, world: World) -> None:
    Photographed(world)
    text = as_("office").get("/photographs/?format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("收到时间,点位,")
    assert "<img" not in text
