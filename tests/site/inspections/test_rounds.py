"""Rounds: who makes them is on them, and their days and editions hold."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.evidence.inspections.models import Round
from tests.site.cast import World, signed_in
from tests.site.inspections import scene


def test_it_puts_whoever_makes_a_round_on_it(world: World) -> None:
    of = scene.campaign(world)
    form = {
        "campaign": of.pk, "year": 2025, "number": 2, "title_zh": "暗访", "round_kind": "undercover",
        "starts": "2025-06-01", "ends": "2025-06-02", "secret": "on",
    }  # fmt: skip
    signed_in(world.office).post(reverse("inspections:create"), form)
    made = Round.objects.get()
    assert made.secret
    assert list(made.members.all()) == [world.office]
    assert queries.visible(world.office).get() == made


def test_it_refuses_to_end_before_it_starts(world: World) -> None:
    made = scene.round_(world, scene.campaign(world))
    facts = replace(_facts(made), ends=date(2025, 2, 1))
    with pytest.raises(ValidationError) as refused:
        actions.change(world.office, round_=made, facts=facts, members=[])
    assert "ends" in refused.value.message_dict


def test_it_refuses_to_leave_a_secret_round_without_members(world: World) -> None:
    made = scene.round_(world, scene.campaign(world), secret=True, members=(world.office,))
    with pytest.raises(ValidationError):
        actions.change(world.office, round_=made, facts=_facts(made), members=[])


def test_it_is_released_once(world: World) -> None:
    made = scene.round_(world, scene.campaign(world), secret=True, members=(world.office,))
    actions.release(world.office, round_=made)
    with pytest.raises(ValidationError):
        actions.release(world.office, round_=made)


def test_it_keeps_the_edition_it_was_made_under(world: World) -> None:
    of = scene.campaign(world)
    assert scene.round_(world, of).edition == of.edition


def test_it_shows_those_in_a_part_of_the_area_their_part(world: World) -> None:
    whole = scene.Scene(world)
    assert queries.visible(world.clerk).get() == whole.round
    units = set(queries.observations(world.clerk).values_list("unit__code", flat=True))
    assert units == {"QH-JJ"}


def _facts(made: Round) -> actions.RoundFacts:
    names = actions.RoundFacts.__dataclass_fields__
    return actions.RoundFacts(**{name: getattr(made, name) for name in names})
