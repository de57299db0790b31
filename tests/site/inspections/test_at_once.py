"""Two who do the same with a round at the same moment: one is heard, the others are refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.evidence.inspections import actions
from chuangcheng.evidence.inspections.models import Decision, Round
from chuangcheng.ground.audit.models import Event
from tests.site.cast import SYSTEM, World
from tests.site.inspections.scene import Scene, campaign, round_
from tests.site.visits.test_at_once import THREADS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refused(act: Callable[[int], object]) -> int:
    """How many of several threads are refused in a sentence."""
    found: list[int] = []

    def run(number: int) -> None:
        try:
            act(number)
        except ValidationError:
            found.append(number)

    at_once(run)
    return len(found)


def test_it_is_released_by_one_of_many_at_once(world: World) -> None:
    made = round_(world, campaign(world), secret=True, members=(world.office,))
    rows = [Round.objects.get(pk=made.pk) for _ in range(THREADS)]
    assert refused(lambda number: actions.release(SYSTEM, round_=rows[number])) == THREADS - 1
    assert Event.objects.filter(verb="round.release").count() == 1


def test_it_is_taken_back_by_one_of_many_at_once(world: World) -> None:
    laid = Scene(world).decision
    rows = [Decision.objects.get(pk=laid.pk) for _ in range(THREADS)]
    said = "材料不符"
    back = refused(lambda n: actions.take_back(SYSTEM, decision=rows[n], why=said))
    assert back == THREADS - 1
    assert Decision.objects.filter(takes_back=laid).count() == 1
