"""Phones that send at the same moment: one row each, whatever the order."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.visits import actions, cases
from chuangcheng.evidence.visits.actions import Sent
from chuangcheng.evidence.visits.bodies import VisitIn
from chuangcheng.evidence.visits.cases import Case
from chuangcheng.evidence.visits.models import Submission, Visit
from tests.site.cast import World
from tests.site.visits.street import Street, body

THREADS = 6
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[int], object]) -> None:
    """Do something in several threads that start together; what any raises fails the test."""
    start, faults = threading.Barrier(THREADS), list[BaseException]()

    def run(number: int) -> None:
        try:
            start.wait()
            act(number)
        except BaseException as error:  # noqa: BLE001  # told by the assertion below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def visit(street: Street, code: str, uuid: UUID) -> Sent:
    """A visit of a point, ready to be kept."""
    said = VisitIn.model_validate(body(street.assignment(code)))
    return Sent(uuid, said, said.model_dump_json())


def test_it_keeps_one_of_the_same_visit_sent_many_times_at_once(world: World) -> None:
    street = Street(world)
    sent, answers = visit(street, "P1", uuid4()), Counter[int]()
    at_once(lambda _number: answers.update([actions.keep(street.phone.device, [sent])[0].status]))
    assert answers == {201: 1, 200: THREADS - 1}
    assert Submission.objects.count() == 1


def test_it_keeps_one_of_two_visits_of_the_same_name(world: World) -> None:
    street, uuid, answers = Street(world), uuid4(), Counter[int]()
    both = [visit(street, code, uuid) for code in ("P1", "P2")]

    def send(number: int) -> None:
        answers.update([actions.keep(street.phone.device, [both[number % 2]])[0].status])

    at_once(send)
    assert answers[201] == 1
    assert answers[409] == THREADS // 2


def test_it_takes_in_once_however_many_are_at_it(world: World) -> None:
    street = Street(world)
    actions.keep(street.phone.device, [visit(street, code, uuid4()) for code in ("P1", "P2")])
    at_once(lambda _number: actions.take_waiting(10))
    assert Visit.objects.count() == 2
    assert Observation.objects.count() == 4


def test_it_loses_nothing_while_some_send_and_others_take_in(world: World) -> None:
    street, codes = Street(world), ("P1", "P2", "P3")
    sent = [visit(street, codes[number % 3], uuid4()) for number in range(THREADS)]

    def work(number: int) -> None:
        actions.keep(street.phone.device, [sent[number], sent[0]])
        actions.take_waiting(10)

    at_once(work)
    actions.take_waiting(100)
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert states == {"taken-in": 3, "refused": THREADS - 3}


def impatient(one: BaseDatabaseWrapper) -> None:
    """Let a connection wait for others a moment only."""
    postgresql = one.vendor == "postgresql"
    with one.cursor() as cursor:
        cursor.execute("SET lock_timeout = 50" if postgresql else "PRAGMA busy_timeout = 50")


def test_it_keeps_the_round_from_others_while_it_looks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    street, other = Street(world), connection.copy()
    actions.keep(street.phone.device, [visit(street, "P1", uuid4())])
    impatient(other)

    def looked_up(rows: Sequence[Submission]) -> list[Case]:
        with pytest.raises(OperationalError), other.cursor() as cursor:
            cursor.execute("UPDATE inspections_round SET seq = seq")
        return real(rows)

    real = cases.looked_up
    monkeypatch.setattr(cases, "looked_up", looked_up)
    assert actions.take_waiting(10) == 1
    other.close()
    assert Visit.objects.count() == 1


@pytest.fixture
def held_up(world: World) -> Iterator[Street]:
    """The street, while another connection is in the middle of a verb of its round."""
    street, other = Street(world), connection.copy()
    actions.keep(street.phone.device, [visit(street, code, uuid4()) for code in ("P1", "P2")])
    impatient(connection)
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("UPDATE inspections_round SET seq = seq")
    yield street
    other.close()
    connection.close()


def test_it_leaves_visits_waiting_while_others_hold_the_round(held_up: Street) -> None:
    with pytest.raises(OperationalError):
        actions.take_waiting(10)
    assert set(Submission.objects.values_list("state", flat=True)) == {"received"}
