"""Work given by several at the same moment, or in a round that another closed meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.evidence.assignments import actions
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import AssignmentFacts
from chuangcheng.evidence.draws import queries as draws
from chuangcheng.evidence.draws.models import Drawn
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from tests.site.assignments.street import Street
from tests.site.cast import SYSTEM, World
from tests.site.visits.test_at_once import THREADS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def tried_at_once(act: Callable[[], object]) -> Counter[bool]:
    """How often something was done, and how often refused, when many try at the same moment."""
    done = list[bool]()

    def once(_number: int) -> None:
        try:
            act()
        except ValidationError:
            done.append(False)
        else:
            done.append(True)

    at_once(once)
    return Counter(done)


def test_it_shares_out_once_however_many_are_at_it(world: World) -> None:
    street = Street(world)
    assert tried_at_once(street.given) == {True: 1, False: THREADS - 1}
    points = Assignment.objects.values_list("point_id", flat=True)
    assert sorted(points) == sorted(one.point_id for one in draws.to_visit(street.round))


def test_it_drops_once_however_many_are_at_it(world: World) -> None:
    first = Street(world).given()[0]
    found = tried_at_once(lambda: actions.drop(SYSTEM, assignment=first, why="绕行"))
    assert found == {True: 1, False: THREADS - 1}


def test_it_replaces_once_however_many_are_at_it(world: World) -> None:
    street = Street(world)
    street.given()
    drawn = draws.to_visit(street.round).filter(point__code__startswith="M").get()
    found = tried_at_once(lambda: actions.replace(SYSTEM, drawn=drawn, why="停业"))
    assert found == {True: 1, False: THREADS - 1}
    assert Assignment.objects.live().count() == 3


def change(first: Assignment, street: Street) -> object:
    """Give an assignment to somebody else."""
    facts = AssignmentFacts(street.days[1], street.crew[1:2])
    return actions.change(SYSTEM, assignment=first, facts=facts)


def replace(_first: Assignment, street: Street) -> object:
    """Replace the market that was drawn."""
    drawn = Drawn.objects.select_related("draw__round").filter(point__code__startswith="M").get()
    drawn.draw.round.closed_at = None  # as it was read before
    return actions.replace(SYSTEM, drawn=drawn, why="停业")


def share_out(_first: Assignment, street: Street) -> object:
    """Share out what nobody has."""
    return street.given()


@pytest.mark.parametrize("give", [change, replace, share_out])
def test_it_gives_no_work_in_a_round_that_was_closed_meanwhile(
    world: World, give: Callable[[Assignment, Street], object]
) -> None:
    street = Street(world)
    first = street.given()[0]
    inspections.close(SYSTEM, round_=Round.objects.get(pk=street.round.pk))
    with pytest.raises(ValidationError, match="这一轮已经关闭"):
        give(first, street)
