"""Visits that name no assignment known here: kept, told to whoever may know, and decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.visits import actions, desk, queries
from chuangcheng.evidence.visits.models import Submission
from chuangcheng.ground.audit import queries as audit
from tests.site.cast import SYSTEM, World
from tests.site.visits.street import Street, lost, refused

Browser = Callable[[str | None], Client]
WHY = {"why": "手机以前配对在别的站点"}


@pytest.fixture
def stray(world: World) -> Submission:
    """A visit of the inspector that names nothing."""
    return lost(Street(world))


def test_it_is_listed_with_what_to_do(stray: Submission, world: World, as_: Browser) -> None:
    page = as_("supervisor").get(reverse("visits:lost")).content.decode()
    assert "没有找到这次走访对应的任务" in page
    assert str(stray.person) in page
    assert [card.figure for card in desk.lost(world.supervisor)] == ["1"]


def test_it_is_set_aside_for_a_reason(stray: Submission, world: World, as_: Browser) -> None:
    browser = as_("supervisor")
    assert "不收入" in browser.get(stray.get_absolute_url()).content.decode()
    url = reverse("visits:leave", args=[stray.uuid])
    assert "至少" in browser.post(url, {"why": "嗯"}).content.decode()
    assert browser.post(url, WHY).status_code == 302
    stray.refresh_from_db()
    assert stray.state == "left"
    assert audit.events(world.office).get(verb="visit.set-aside").why == WHY["why"]
    assert list(desk.lost(world.supervisor)) == []


def test_it_cannot_be_taken_in(stray: Submission, as_: Browser) -> None:
    answer = as_("supervisor").post(reverse("visits:accept", args=[stray.uuid]), WHY)
    assert "没有找到" in answer.content.decode()


@pytest.mark.parametrize("who", ["neighbour", "leader", "clerk"])
def test_it_is_not_there_for_others(stray: Submission, world: World, who: str) -> None:
    person = getattr(world, who)
    assert not queries.lost(person).exists()
    assert not queries.submissions(person).filter(pk=stray.pk).exists()
    with pytest.raises(PermissionDenied):
        actions.set_aside(person, submission=stray, why=WHY["why"])


def test_it_tells_of_no_secret_round(world: World) -> None:
    street = Street(world, secret=True)
    stray = lost(street)
    actions.set_aside(SYSTEM, submission=lost(street), why=WHY["why"])
    assert not queries.lost(world.office).exists()
    assert not audit.events(world.office).filter(verb="visit.set-aside").exists()
    inspections.release(SYSTEM, round_=street.round)
    assert queries.lost(world.office).filter(pk=stray.pk).exists()
    assert audit.events(world.office).filter(verb="visit.set-aside").exists()


def test_it_is_for_what_stands_nowhere_alone(world: World) -> None:
    known = refused(Street(world), "P1", judgements=[])
    assert not queries.lost(world.supervisor).exists()
    with pytest.raises(ValidationError):
        actions.set_aside(world.supervisor, submission=known, why=WHY["why"])


def test_it_stays_told_where_it_came_before_a_secret_round(world: World) -> None:
    street = Street(world, secret=True)
    early, _late = lost(street), lost(street)
    before = street.round.made_at - timedelta(minutes=1)
    Submission.objects.filter(pk=early.pk).update(received_at=before)
    assert list(queries.lost(world.office)) == [early]
