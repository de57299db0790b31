"""Visits that a rule refused, read item by item and taken in by hand: what stays out is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.visits import reading, rules
from chuangcheng.evidence.visits.models import Submission, Visit
from tests.site.cast import World
from tests.site.visits.street import Street, judged, refused, sent

Browser = Callable[[str | None], Client]
WHY = {"why": "现场核实过"}


@pytest.fixture
def typo(world: World) -> Submission:
    """A visit with one judgement that the framework does not know."""
    said = [judged("lamps", "pass"), judged("kerbs", "blue", "路缘石破损")]
    return refused(Street(world), "P1", judgements=said)


def test_it_names_the_item_when_refused(typo: Submission) -> None:
    assert typo.refusal is not None
    assert "“kerbs”" in typo.refusal["zh"]
    assert "lamps" not in typo.refusal["zh"]


def test_it_is_read_item_by_item(typo: Submission, as_: Browser) -> None:
    assert [bool(line.why) for line in reading.lines(typo)] == [False, True]
    page = as_("supervisor").get(typo.get_absolute_url()).content.decode()
    assert "路缘石破损" in page
    assert "不收入的原因" in page


def test_it_says_beforehand_what_stays_out(typo: Submission, as_: Browser) -> None:
    page = as_("supervisor").get(reverse("visits:accept", args=[typo.uuid])).content.decode()
    assert "1 项按原样收入。不收入：“kerbs”" in page


def test_it_keeps_showing_what_stayed_out(typo: Submission, as_: Browser) -> None:
    supervisor = as_("supervisor")
    supervisor.post(reverse("visits:accept", args=[typo.uuid]), WHY)
    visit = Visit.objects.get()
    assert list(Observation.objects.values_list("item", flat=True)) == ["lamps"]
    assert [line.said.item for line in reading.left_out(visit)] == ["kerbs"]
    assert "没有收入的判定" in supervisor.get(visit.get_absolute_url()).content.decode()


@pytest.fixture
def borrowed(world: World) -> Submission:
    """A visit of which one judgement has a name of another visit's, and two have the same."""
    street = Street(world)
    first = judged("lamps", "pass")
    sent(street, "P1", judgements=[first, judged("kerbs", "pass")])
    said = [{**judged("lamps", "fail"), "uuid": first["uuid"]}, judged("kerbs", "fail")]
    return refused(street, "P2", judgements=said)


def test_it_tells_a_name_that_was_used_from_an_item_that_was_judged(
    borrowed: Submission, as_: Browser
) -> None:
    assert [str(line.why or "") for line in reading.lines(borrowed)] == [str(rules.NAMED), ""]
    as_("supervisor").post(reverse("visits:accept", args=[borrowed.uuid]), WHY)
    visit = Visit.objects.get(point__code="P2")
    assert [line.said.item for line in reading.left_out(visit)] == ["lamps"]


def test_it_leaves_out_all_but_the_first_of_a_name(world: World, as_: Browser) -> None:
    first = judged("lamps", "pass")
    said = [first, {**judged("kerbs", "fail"), "uuid": first["uuid"]}]
    twice = refused(Street(world), "P1", judgements=said)
    assert [line.why for line in reading.lines(twice)] == [None, rules.NAMED]
    as_("supervisor").post(reverse("visits:accept", args=[twice.uuid]), WHY)
    visit = Visit.objects.get()
    assert list(Observation.objects.values_list("item", flat=True)) == ["lamps"]
    assert [line.said.item for line in reading.left_out(visit)] == ["kerbs"]


def test_it_leaves_out_nothing_of_what_was_taken_in_as_it_came(world: World, as_: Browser) -> None:
    visit = sent(Street(world), "P1", "pass", "fail")
    assert reading.left_out(visit) == []
    assert [line.why for line in reading.lines(visit.submission)] == [None, None]
    assert "没有收入" not in as_("supervisor").get(visit.get_absolute_url()).content.decode()
