"""One's points of the day on the desk, numbered as the phone numbers them."""

from __future__ import annotations

from django.urls import reverse

from chuangcheng.evidence.assignments import actions
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import Order
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.people.models import User
from chuangcheng.ground.site.desk import Line, subjects
from tests.site.assignments.street import Street
from tests.site.cast import SYSTEM, World


def given(street: Street, round_: Round) -> list[Assignment]:
    """A round's points, all of them one person's today."""
    order = Order(street.crew[1:2], street.days[:1], 1, 0.0)
    return actions.share_out(SYSTEM, round_=round_, order=order)


def lines(person: User) -> tuple[Line, ...]:
    """What the desk tells somebody of their points."""
    [found] = [one.lines for one in subjects(person) if one.url == reverse("visits:app")]
    return found


def test_it_numbers_a_single_round_from_one_on(world: World) -> None:
    street = Street(world)
    given(street, street.round)
    told = lines(street.crew[1])
    assert [line.text.split()[0] for line in told] == ["1.", "2.", "3."]
    assert not any(str(street.round) in line.note for line in told)


def test_it_tells_two_rounds_apart(world: World) -> None:
    street = Street(world)
    patrol = street.patrol(world.office, "R0", "R1")
    given(street, street.round)
    given(street, patrol)
    told = lines(street.crew[1])
    numbers = [line.text.split()[0] for line in told]
    assert numbers == ["A1.", "A2.", "A3.", "B1.", "B2."]
    names = [line.note.split(" · ")[0] for line in told]
    assert names == [str(street.round)] * 3 + [str(patrol)] * 2
