"""Where pages of escalation and of likely failures name a problem: in whose words, and where it is."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.ground.people.models import User
from chuangcheng.remedy.escalation.ladder import default
from chuangcheng.remedy.escalation.showing import when
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import World, signed_in
from tests.site.escalation.late import late, letter, more_late
from tests.site.problems.scene import Scene


def read(who: User, name: str, language: str = "zh-hans") -> HttpResponse:
    """A page as somebody reads it in a language."""
    User.objects.filter(pk=who.pk).update(language=language)
    return signed_in(User.objects.get(pk=who.pk)).get(reverse(name))


def test_it_says_where_each_problem_is_that_will_be_escalated(world: World) -> None:
    scene = Scene(world)
    late(scene)
    Problem.objects.filter(item="lamps").update(due=timezone.now() + timedelta(hours=12))
    blocks = read(world.leader, "overview").context["blocks"]
    [line] = next(b for b in blocks if str(b.words) == "一天之内将要升级").lines
    assert line.note == f"{scene.lamps.point} · {world.police} · 超期通知"


def test_it_names_the_problem_of_a_step_in_the_words_of_the_reader(world: World) -> None:
    scene = Scene(world)
    letter(scene)
    Problem.objects.filter(item="lamps").update(item_en="Lamps are lit")
    assert "Not met: Lamps are lit" in read(world.office, "escalation:list", "en").content.decode()
    assert scene.lamps.title in read(world.office, "escalation:list").content.decode()


def test_it_names_a_patrol_in_the_words_of_whoever_sends_it(world: World) -> None:
    scene = Scene(world)
    Problem.objects.filter(item="lamps").update(item_en="Lamps are lit")
    User.objects.filter(pk=world.office.pk).update(language="en")
    client = signed_in(User.objects.get(pk=world.office.pk))
    client.post(reverse("likely:patrol", args=[scene.lamps.pk]), {"point": [scene.point("P3").pk]})
    made = Round.objects.get(round_kind=RoundKind.PATROL)
    assert made.title_zh.endswith("Not met: Lamps are lit")


def test_it_says_once_and_several_times_in_english(world: World) -> None:
    known = default()
    with translation.override("en"):
        said = {rung.code: when(known, rung) for rung in known.rungs}
    assert said["interview"] == "Red card once within 90 days"
    assert said["red-card"] == "Yellow card 2 times within 90 days"


def test_it_counts_one_problem_and_several_in_english(world: World) -> None:
    scene = Scene(world)
    late(scene)
    assert "problem overdue" in told(world.leader)
    more_late(scene, 1)
    assert "problems overdue" in told(world.leader)


def told(who: User) -> list[str]:
    """The cards of somebody who reads English."""
    page = read(who, "overview", "en")
    with translation.override("en"):
        return [str(card.words) for card in page.context["cards"]]


def test_it_names_the_round_of_a_sighting_in_the_words_of_the_reader(world: World) -> None:
    scene = Scene(world)
    Round.objects.filter(pk=scene.round.pk).update(title_en="First round")
    User.objects.filter(pk=world.office.pk).update(language="en")
    client = signed_in(User.objects.get(pk=world.office.pk))
    page = client.get(scene.lamps.get_absolute_url()).content.decode()
    assert "Round “First round”" in page
    assert "测评“" not in page
