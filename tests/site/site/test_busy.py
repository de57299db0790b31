"""A database that others hold for too long: 503, nothing written, and trying again helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.models import Event, Head
from chuangcheng.ground.people.models import User
from tests.site.cast import World

Browser = Callable[[str | None], Client]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(world: World, as_: Browser) -> Iterator[Client]:
    """The office, on a connection that waits for others for a moment only."""
    client = as_("office")
    client.raise_request_exception = False
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 50" if postgresql else "PRAGMA busy_timeout = 50")
    yield client
    connection.close()


@contextmanager
def _held() -> Iterator[None]:
    """Another connection is in the middle of a verb."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE audit_head SET seq = seq WHERE id = 1")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def _told(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, answer.headers["Retry-After"]


def _rename(client: Client, street: Area) -> HttpResponse:
    said = {"code": street.code, "title_zh": "新街道", "level": street.level, "weight": "1"}
    return client.post(f"/areas/{street.pk}/change/", said)


def test_it_asks_to_try_again_and_has_written_nothing(office: Client, world: World) -> None:
    events = Event.objects.count()
    with _held():
        answer = _rename(office, world.street)
    assert _told(answer) == (503, "10")
    assert "没有写入任何内容" in answer.content.decode()
    assert (Event.objects.count(), Area.objects.filter(title_zh="新街道").count()) == (events, 0)


def test_it_does_it_the_next_time(office: Client, world: World) -> None:
    with _held():
        _rename(office, world.street)
    assert _rename(office, world.street).status_code == 302
    assert Area.objects.get(pk=world.street.pk).title_zh == "新街道"


def test_it_says_so_in_english(office: Client, world: World) -> None:
    User.objects.filter(pk=world.office.pk).update(language="en")
    with _held():
        answer = _rename(office, world.street)
    assert "nothing was written" in answer.content.decode()


def test_it_tells_other_systems_in_their_shape(office: Client, world: World) -> None:
    said = {"code": world.street.code, "title_zh": "新街道", "level": world.street.level}
    with _held():
        answer = office.put(f"/api/areas/{world.street.pk}", said, "application/json")
    assert _told(answer) == (503, "10")
    (fault,) = answer.json()["faults"]
    assert (fault["field"], "重试" in fault["text"]) == ("", True)


def test_it_holds_for_a_page_that_is_only_looked_at(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(_person: object) -> None:
        with transaction.atomic():
            Head.objects.select_for_update().first()

    monkeypatch.setattr("chuangcheng.ground.site.desk.overview", waits)
    with _held():
        assert _told(office.get("/")) == (503, "10")


def test_it_shows_pages_that_nobody_has_to_wait_for(office: Client) -> None:
    with _held():
        assert office.get("/areas/").status_code == 200
