"""Photographs whose visit never came: told to whoever may know, without showing any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.photographs import actions, queries
from chuangcheng.evidence.photographs.models import Photograph
from chuangcheng.ground.audit import queries as audit
from tests.site.cast import SYSTEM, World
from tests.site.photographs.scene import look, lost
from tests.site.visits.street import Street, body, send

Browser = Callable[[str | None], Client]
WHY = {"why": "手机落水，走访已补判"}


def test_it_is_listed_by_who_took_it(world: World, as_: Browser) -> None:
    stray, browser = lost(Street(world)), as_("supervisor")
    page = browser.get(reverse("photographs:lost")).content.decode()
    assert str(stray.visit)[:8] in page
    assert str(world.inspector) in page
    assert "thumbnail.jpg" not in page
    assert browser.get(stray.get_absolute_url()).status_code == 404
    assert "张照片没有等到走访" in browser.get(reverse("overview")).content.decode()


def test_it_is_not_listed_while_its_visit_may_still_come(world: World) -> None:
    stray = lost(Street(world))
    Photograph.objects.filter(pk=stray.pk).update(received_at=timezone.now())
    assert not queries.lost(world.supervisor).exists()


def test_it_is_found_once_its_visit_comes(world: World) -> None:
    street, visit = Street(world), uuid4()
    stray = lost(street, visit)
    actions.set_aside(world.supervisor, visit=visit, why=WHY["why"])
    send(street.phone, body(street.assignment("P1")), str(visit))
    street.take_in()
    look()
    assert queries.visible(world.supervisor).filter(pk=stray.pk, aside_at__isnull=False).exists()


def test_it_is_waited_for_no_longer(world: World, as_: Browser) -> None:
    stray, browser = lost(Street(world)), as_("supervisor")
    url = reverse("photographs:set-aside", args=[stray.visit])
    assert "至少" in browser.post(url, {"why": "嗯"}).content.decode()
    assert browser.post(url, WHY).status_code == 302
    assert not queries.lost(world.supervisor).exists()
    assert audit.events(world.office).get(verb="photograph.set-aside").why == WHY["why"]
    assert browser.post(url, WHY).status_code == 404


@pytest.mark.parametrize("who", ["neighbour", "leader", "clerk"])
def test_it_is_not_there_for_others(world: World, who: str) -> None:
    lost(Street(world))
    assert not queries.lost(getattr(world, who)).exists()


def test_it_tells_of_no_secret_round(world: World) -> None:
    street = Street(world, secret=True)
    made = timezone.now() - timedelta(days=3)  # before what came two days ago
    Round.objects.filter(pk=street.round.pk).update(made_at=made)
    stray, other = lost(street), lost(street)
    assert other.visit is not None
    actions.set_aside(SYSTEM, visit=other.visit, why=WHY["why"])
    assert not queries.lost(world.office).exists()
    assert not audit.events(world.office).filter(verb="photograph.set-aside").exists()
    inspections.release(SYSTEM, round_=street.round)
    assert list(queries.lost(world.office)) == [stray]
    assert audit.events(world.office).filter(verb="photograph.set-aside").exists()


def test_it_stays_told_where_it_came_before_a_secret_round(world: World) -> None:
    early = lost(Street(world, secret=True))
    assert list(queries.lost(world.office)) == [early]
