"""A duty whose day has passed: said in words wherever whoever bears it looks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties.models import Duty
from tests.site.cast import World
from tests.site.mandate import Browser, Scene

TAG = '<span class="tag alert">已超期</span>'
ENGLISH = '<span class="tag alert">Overdue</span>'


def due(scene: Scene, days: int) -> date:
    """Have the duty be due so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    Duty.objects.filter(pk=scene.duty.pk).update(deadline=day)
    return day


def pages(scene: Scene) -> list[str]:
    """Where a clerk meets the duties of their unit."""
    unit = reverse("duties:unit", args=[scene.world.police.pk])
    return ["/", "/duties/", scene.duty.get_absolute_url(), unit]


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize(("language", "tag"), [("zh-hans", TAG), ("en", ENGLISH)])
def test_it_says_that_it_is_overdue(
    place: int, language: str, tag: str, as_: Browser, world: World
) -> None:
    scene = Scene(world)
    due(scene, -1)
    page = as_("clerk").get(pages(scene)[place], headers={"accept-language": language})
    assert tag in page.content.decode()


@pytest.mark.parametrize("place", range(4))
def test_it_is_in_time_on_its_very_day(place: int, as_: Browser, world: World) -> None:
    scene = Scene(world)
    due(scene, 0)
    assert TAG not in as_("clerk").get(pages(scene)[place]).content.decode()


def test_it_is_late_no_more_once_its_campaign_is_closed(as_: Browser, world: World) -> None:
    scene = Scene(world)
    due(scene, -1)
    Campaign.objects.update(closed=True)
    assert TAG not in as_("clerk").get("/duties/").content.decode()


def test_it_is_counted_on_the_first_screen(as_: Browser, world: World) -> None:
    scene = Scene(world)
    due(scene, -1)
    (block,) = (b for b in as_("clerk").get("/").context["blocks"] if b.words.zh == "本单位的责任")
    assert block.lead.endswith("其中 1 条已超期")


def test_it_stands_in_files_as_its_day_alone(as_: Browser, world: World) -> None:
    day = due(Scene(world), -1)
    text = as_("clerk").get("/duties/?format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].split(",")[-1] == day.isoformat()
