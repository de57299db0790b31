"""The chain of events: what is changed quietly shows."""

import threading

import pytest
from django.db import connection, connections

from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.audit import queries
from chuangcheng.ground.audit.models import Event
from tests.site import cast
from tests.site.cast import World


def test_it_holds_when_nobody_meddled(world: World) -> None:
    verdict = queries.verify()
    assert verdict.broken is None
    assert verdict.links == Event.objects.count() > 20


@pytest.mark.parametrize(
    ("meddling", "broken", "reason"),
    [
        ("UPDATE audit_event SET title = 'x' WHERE seq = 5", 5, "altered"),
        ("UPDATE audit_event SET actor_id = 99 WHERE seq = 7", 7, "altered"),
        ("DELETE FROM audit_event WHERE seq = 9", 9, "missing"),
        ("DELETE FROM audit_event WHERE seq > 11", 12, "missing"),
        ("DELETE FROM audit_event", 1, "missing"),
    ],
)
def test_it_finds_the_first_broken_link(
    world: World, meddling: str, broken: int, reason: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(meddling)
    verdict = queries.verify()
    assert (verdict.broken, verdict.reason) == (broken, reason)


def test_it_refuses_to_change_events_through_models(world: World) -> None:
    with pytest.raises(TypeError):
        Event.objects.filter(seq=1).update(title="x")
    with pytest.raises(TypeError):
        Event.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_it_stays_whole_when_many_write_at_once() -> None:
    county = cast.area("QH", "青禾县", Level.COUNTY, None)
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for number in range(5):
                facts = AreaFacts(f"{name}{number}", f"{name}{number}", Level.TOWNSHIP)
                areas.create(cast.SYSTEM, facts=facts, parent=county)
        except BaseException as error:  # noqa: BLE001  # a thread's failure is the test's
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert queries.verify() == queries.verify()
    assert (queries.verify().broken, queries.verify().links) == (None, 31)
