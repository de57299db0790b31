"""What a problem is called: what was found, never what is asked for."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from chuangcheng.lib.spaced import spaced_apart
from chuangcheng.remedy.escalation.actions import climb
from chuangcheng.remedy.escalation.models import Taken
from chuangcheng.remedy.problems.looking import matching
from chuangcheng.remedy.problems.models import Problem, Words
from chuangcheng.remedy.problems.steps.actions import keep_words, texts
from tests.site.cast import World, signed_in
from tests.site.problems.scene import DAY, MONDAY, Scene, dispatched

FIND = import_module("chuangcheng.remedy.problems.migrations.0009_titles_found")
MOVE = import_module("chuangcheng.remedy.problems.migrations.0007_titles_say_what_was_found")


def test_it_says_that_an_item_is_not_met(world: World) -> None:
    which = Scene(world).lamps
    Problem.objects.update(item_en="Lamps burn")
    which.refresh_from_db()
    assert which.heading == which.title == "不符合：lamps"
    with override("en"):
        assert str(which) == f"{which.number} Not met: Lamps burn"


def test_it_shows_what_was_found_in_list_and_page(world: World) -> None:
    which = Scene(world).lamps
    Problem.objects.update(item_en="Lamps burn")
    browser = signed_in(world.office)
    for address in (reverse("problems:list") + "?view=all", which.get_absolute_url()):
        assert (
            "Not met: Lamps burn"
            in browser.get(address, headers={"accept-language": "en"}).content.decode()
        )


def test_it_is_still_found_by_the_words_of_the_item(world: World) -> None:
    which = Scene(world).lamps
    assert list(matching(Problem.objects.all(), "lamps")) == [which]


def test_it_says_so_in_letters(world: World) -> None:
    scene = Scene(world)
    dispatched(scene)
    Problem.objects.update(item_en="Lamps burn")
    climb(scene.campaign, MONDAY + 60 * DAY)
    first = Taken.objects.filter(problem__item="lamps").order_by("pk")[0]
    assert "不符合：lamps" in first.text_zh
    assert "Not met: Lamps burn" in first.text_en


def test_it_leaves_what_somebody_typed_as_it_is(world: World) -> None:
    scene = Scene(world)
    typed = scene.reported(title="lamps", point=scene.point("P3"), item="lamps")
    assert (typed.title, typed.heading) == ("lamps", "lamps")
    Problem.objects.filter(item="kerbs").update(title="路缘石破损")
    Problem.objects.filter(point__code="P1").update(title="lamps")
    MOVE.say(apps, None)
    titles = set(Problem.objects.values_list("title", flat=True))
    assert titles == {"lamps", "路缘石破损", "不符合：lamps"}


def test_it_is_found_by_its_new_title_where_it_was_renamed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(world)
    kerbs = Problem.objects.get(item="kerbs")
    for old in (scene.lamps, kerbs):
        old.title = old.item_zh
        old.save()
        keep_words([old])
    MOVE.say(apps, None)
    assert list(matching(Problem.objects.all(), "不符合")) == []
    monkeypatch.setattr(FIND, "AT_ONCE", 1)
    FIND.find(apps, None)
    assert set(matching(Problem.objects.all(), "不符合")) == {scene.lamps, kerbs}
    assert list(matching(Problem.objects.all(), "lamps")) == [scene.lamps]
    for row in Words.objects.all():
        assert row.spaced == spaced_apart(texts(row.problem))
