"""Every page looked at in a real browser: readable by everybody, and whole on every screen.

Each page is looked at in two opposite ways of the eight (zh or en, light or dark, 390 or 1366
pixels wide), so that every language, colour and width is seen on every page; which pair of ways it
is goes by the page's name, and over all pages all eight are used. Forms are looked at once more as
they are refused.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.site.cast import World
from tests.site.looks.data import written
from tests.site.looks.pages import asked, open_pages, pages, ways
from tests.site.looks.posts import STEPS, refused
from tests.site.looks.reader import Reader, reader
from tests.site.matrix import Row

Browser = Callable[[str | None], Client]


@pytest.fixture(scope="module")
def eyes() -> Iterator[Reader]:
    """One browser for all pages of a process."""
    with reader() as made:
        yield made


@pytest.mark.parametrize("row", pages(), ids=str)
def test_it_can_be_read_by_everybody(row: Row, eyes: Reader, as_: Browser, world: World) -> None:
    request, data = asked(row, world), written()
    client = as_(row.with_)
    wrong = {str(way): eyes.look(client, request, way, data) for way in ways(row.name)}
    # What the page says of a form that lacks everything is looked at, too, while all is set up.
    if again := refused(eyes.looked_at, client, request):
        wrong["refused"] = eyes.look_at(again, client, request, ways(row.name)[1], data)
    assert not any(wrong.values()), wrong


@pytest.mark.parametrize("name", STEPS)
def test_it_can_be_read_where_only_a_post_leads(
    name: str, eyes: Reader, as_: Browser, world: World
) -> None:
    step = STEPS[name]
    client = as_(step.who)
    request = step.reach(client, world)
    wrong = {str(way): eyes.look(client, request, way, written()) for way in ways(name)}
    assert eyes.looked_at is not None
    assert eyes.looked_at.status_code == 200
    assert not any(wrong.values()), wrong


@pytest.mark.parametrize("row", open_pages(), ids=str)
def test_it_can_be_read_by_whoever_is_signed_out(
    row: Row, eyes: Reader, as_: Browser, world: World
) -> None:
    request, data = asked(row, world), written()
    wrong = {str(way): eyes.look(as_(None), request, way, data) for way in ways(row.name)}
    assert not any(wrong.values()), wrong


PRINTED = ["overview", "standing:detail", "standing:ranks", "standing:tree", "problems:list",
           "problems:statistics", "problems:detail", "duties:unit", "assignments:route"]  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_it_fits_on_a4(name: str, eyes: Reader, as_: Browser, world: World) -> None:
    row = next(row for row in pages() if row.name == name)
    request = asked(row, world)
    assert eyes.printed(as_(row.with_), request) == []
