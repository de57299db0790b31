"""Sharing out by the API: what was asked for, or a refusal."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.evidence.assignments import actions, api
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import Order
from chuangcheng.evidence.assignments.settings import defaults
from tests.site.assignments.street import Street
from tests.site.cast import SYSTEM, World, signed_in


def answer(street: Street, **said: Any) -> Any:
    """What the API answers the office that shares out, unless said otherwise among the crew."""
    url = f"/api/assignments/{street.round.pk}"
    known = {
        "inspectors": [one.pk for one in street.crew],
        "days": [str(day) for day in street.days],
    }
    return signed_in(street.world.office).post(url, known | said, "application/json")


@pytest.mark.parametrize("team", [1, 2])
def test_it_makes_teams_of_the_size_asked_for(world: World, team: int) -> None:
    made = answer(Street(world), team=team, twice=0).json()
    assert {len(one["inspectors"]) for one in made} == {team}


@pytest.mark.parametrize("team", [-1, 0, 3])
def test_it_refuses_teams_of_other_sizes(world: World, team: int) -> None:
    street = Street(world)
    assert answer(street, team=team).status_code == 422
    order = Order(street.crew, street.days, team, 0.0)
    with pytest.raises(ValidationError) as refused:
        actions.share_out(SYSTEM, round_=street.round, order=order)
    assert refused.value.message_dict.keys() == {"team"}
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("name", ["nobody", "leader"])
def test_it_refuses_whoever_cannot_go_there(world: World, name: str) -> None:
    street = Street(world)
    unknown = 99_999 if name == "nobody" else world.leader.pk
    keys = [*(one.pk for one in street.crew), unknown]
    found = answer(street, inspectors=keys)
    assert found.status_code == 422
    [fault] = found.json()["faults"]
    assert (fault["field"], str(unknown) in fault["text"]) == ("inspectors", True)
    assert not Assignment.objects.exists()


def test_it_goes_by_the_figures_in_force_where_nothing_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = defaults().model_copy(update={"team": 1, "twice": 1.0})
    monkeypatch.setattr(api, "defaults", lambda: known)
    made = answer(Street(world)).json()
    assert {len(one["inspectors"]) for one in made} == {1}
    assert 2 * sum(one["repeat_of_id"] is not None for one in made) == len(made)
