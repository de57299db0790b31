"""Rounds of kinds that should be secret: one is asked before they are made public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.settings import defaults
from tests.site.cast import World
from tests.site.inspections import scene
from tests.site.scripted import scripted

Browser = Callable[[str | None], Client]
NEW = {
    "year": 2025, "number": 2, "title_zh": "新的一轮", "round_kind": "undercover",
    "starts": "2025-06-01", "ends": "2025-06-02",
}  # fmt: skip


@pytest.fixture
def own(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """A data folder in which an office may say what is secret."""
    settings.DATA_DIR = tmp_path
    defaults.cache_clear()
    yield tmp_path / "rounds.yaml"
    defaults.cache_clear()


@pytest.fixture
def form(as_: Browser) -> Iterator[Page]:
    """The form of a new round in a browser."""
    page = as_("office").get(reverse("inspections:create")).content.decode()
    with scripted(page, "inspections/secrecy.js") as opened:
        yield opened


def send(as_: Browser, world: World, **more: object) -> str:
    """Send the form of a new round."""
    of = scene.campaign(world)
    url = reverse("inspections:create")
    return as_("office").post(url, {**NEW, "campaign": of.pk, **more}).content.decode()


@pytest.mark.parametrize("kind", ["undercover", "third-party"])
def test_it_asks_before_it_makes_such_a_round_public(kind: str, as_: Browser, world: World) -> None:
    page = send(as_, world, round_kind=kind)
    assert "应当保密：请勾选" in page
    assert '<input type="checkbox" name="public"' in page
    assert not Round.objects.exists()


@pytest.mark.parametrize(("said", "secret"), [({"secret": "on"}, True), ({"public": "on"}, False)])
def test_it_makes_it_as_it_was_answered(
    said: dict[str, str], secret: bool, as_: Browser, world: World
) -> None:
    send(as_, world, **said)
    assert Round.objects.get().secret is secret


def test_it_makes_other_kinds_public_unasked(as_: Browser, world: World) -> None:
    send(as_, world, round_kind="self-check", public="False")
    assert not Round.objects.get().secret


def test_it_ticks_a_kind_that_the_address_names(as_: Browser) -> None:
    for kind, ticked in (("undercover", True), ("mock", False)):
        form = as_("office").get(reverse("inspections:create") + f"?round_kind={kind}")
        assert form.context["form"]["secret"].initial is ticked


def test_it_takes_the_kinds_from_the_office(own: Path, as_: Browser, world: World) -> None:
    own.write_text("secret: [cross]\n", encoding="utf-8")
    send(as_, world)
    assert not Round.objects.get().secret


def test_it_ticks_the_box_by_the_kind_until_somebody_has_chosen(form: Page) -> None:
    tick = form.locator("[name=secret]")
    seen = []
    for kind in ("undercover", "mock", "third-party"):
        form.select_option("[name=round_kind]", kind)
        seen.append(tick.is_checked())
    tick.uncheck()
    form.select_option("[name=round_kind]", "undercover")
    assert (seen, tick.is_checked()) == ([True, False, True], False)
