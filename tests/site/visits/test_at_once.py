"""Phones that send at the same moment: one row each, whatever the order."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection

from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.visits import actions
from chuangcheng.evidence.visits.actions import Sent
from chuangcheng.evidence.visits.bodies import VisitIn
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
