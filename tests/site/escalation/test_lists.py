"""Weekly red and black lists, and what follows on them, in simulated time."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.jobs.registry import TASKS
from chuangcheng.library import lists
from chuangcheng.remedy.escalation import queries
from chuangcheng.remedy.escalation.actions import climb
from chuangcheng.remedy.escalation.lists.actions import draw_due, set_scheme
from chuangcheng.remedy.escalation.lists.scheme import read
from chuangcheng.remedy.escalation.models import ListEntry, WeekList
from chuangcheng.remedy.problems import actions as problems
from chuangcheng.remedy.problems.models import Step
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.escalation.weekly import DRAWN, HOUR, WEEK, black, done, followed, handed, listing
from tests.site.problems.scene import DAY, MONDAY, PASS, Scene, dispatched, judged, struck_off


def stood(week: WeekList) -> dict[str, tuple[str, int]]:
    """The list of each unit and how many weeks running, by the unit's code."""
    return {one.unit.code: (one.colour, one.running) for one in week.entries.all()}


@pytest.mark.parametrize("name", lists.names())
def test_it_ships_schemes_that_can_be_read(name):
    assert read(lists.lists(name)).groups


def test_it_lists_nobody_until_it_is_told_how(world: World) -> None:
    scene = Scene(world)
    handed(scene, world.police)
    assert draw_due(scene.campaign, DRAWN + WEEK) == []


def test_it_draws_up_a_week_once_it_is_over(world: World) -> None:
    scene = Scene(world)
    listing(scene)
    handed(scene, world.police)
    done(scene, world.markets)
    before = [week.starts for week in draw_due(scene.campaign, DRAWN - HOUR)]
    assert str(before[-1]) == "2026-02-23"
    [week] = draw_due(scene.campaign, DRAWN)
    assert draw_due(scene.campaign, DRAWN + HOUR) == []
    assert stood(week) == {"QH-JJ": ("black", 1), "QH-SJ": ("red", 1)}


def test_it_counts_weeks_running(world: World) -> None:
    assert stood(black(Scene(world), 3)) == {"QH-JJ": ("black", 3), "QH-SJ": ("red", 3)}


def test_it_passes_over_a_week_without_problems(world: World) -> None:
    scene = Scene(world)
    black(scene, 1)
    handed(scene, world.police, 2)
    _empty, week = draw_due(scene.campaign, DRAWN + 2 * WEEK)
    assert stood(week) == {"QH-JJ": ("black", 2)}


def test_it_lets_such_a_week_end_a_run_where_that_is_said(world: World) -> None:
    scene = Scene(world)
    black(scene, 1)
    listing(scene, left_out="breaks")
    handed(scene, world.police, 2)
    _empty, week = draw_due(scene.campaign, DRAWN + 2 * WEEK)
    assert stood(week) == {"QH-JJ": ("black", 1)}


def test_it_comes_to_the_same_however_late_it_is(world: World) -> None:
    scene = Scene(world)
    listing(scene)
    problem = handed(scene, world.police)
    draw_due(scene.campaign, DRAWN - WEEK)
    problems.dispute(SYSTEM, problem=problem, note="不属实", now=DRAWN + DAY)
    week, *_later = draw_due(scene.campaign, DRAWN + 3 * WEEK)
    assert stood(week) == {"QH-JJ": ("black", 1)}


def test_it_leaves_out_what_waits_for_others(world: World) -> None:
    scene = Scene(world)
    listing(scene)
    problems.suspend(
        world.office, problem=handed(scene, world.police), note="等项目", now=MONDAY + DAY
    )
    [week] = draw_due(scene.campaign, DRAWN)
    assert stood(week) == {}


def test_it_counts_what_was_struck_off_alone_where_that_is_said(world: World) -> None:
    scene = Scene(world)
    listing(scene, rectified="struck-off")
    done(scene, world.police)
    [week] = draw_due(scene.campaign, DRAWN)
    assert stood(week) == {"QH-JJ": ("black", 1)}


def test_it_waits_so_many_hours_where_that_is_said(world: World) -> None:
    scene = Scene(world)
    listing(scene, drawn_after=10)
    handed(scene, world.police)
    assert [str(w.starts) for w in draw_due(scene.campaign, DRAWN + 9 * HOUR)] == ["2026-02-23"]
    assert [str(w.starts) for w in draw_due(scene.campaign, DRAWN + 10 * HOUR)] == ["2026-03-02"]


@pytest.mark.parametrize("undone", [True, False])
def test_it_holds_an_error_against_no_unit(undone: bool, world: World) -> None:
    scene = Scene(world)
    listing(scene)
    seen = scene.again(2, struck_off(scene).closed_at + HOUR)
    dispatched(scene, now=MONDAY + 2 * DAY)
    if undone:
        judged(seen, PASS)
    moved = Step.objects.filter(problem=scene.lamps, verb__in=("reopen", "restore"))
    moved.update(at=MONDAY + 3 * DAY)
    [week] = draw_due(scene.campaign, DRAWN)
    assert stood(week) == {"QH-JJ": ("red" if undone else "black", 1)}


def test_it_counts_a_problem_for_the_unit_that_has_it_in_the_end(world: World) -> None:
    scene = Scene(world)
    listing(scene)
    disputed = problems.dispute(
        SYSTEM, problem=handed(scene, world.police), note="不是我们的", now=MONDAY + HOUR
    )
    problems.arbitrate(
        world.office, problem=disputed, lead=world.markets, note="归市场", now=MONDAY + DAY
    )
    [week] = draw_due(scene.campaign, DRAWN)
    assert stood(week) == {"QH-SJ": ("black", 1)}


@pytest.mark.parametrize(
    ("weeks", "rung"),
    [
        (1, "black-list-interview"),
        (2, "black-list-organisation"),
        (3, "black-list-account"),
        (4, "black-list-account"),
    ],
)
def test_it_takes_the_rung_of_so_many_weeks_running(world: World, weeks: int, rung: str) -> None:
    [step] = followed(Scene(world), weeks)
    assert (step.rung, step.unit, step.count) == (rung, world.police, weeks)
    assert f"连续 {weeks} 周" in step.text_zh
    assert "0.0%" in step.text_zh


def test_it_takes_it_once_for_each_list(world: World) -> None:
    scene = Scene(world)
    [step] = followed(scene, 1)
    again = climb(scene.campaign, step.at + DAY)
    assert [later for later in again if later.entry_id] == []


def test_it_tells_the_head_and_the_leaders(world: World) -> None:
    [step] = followed(Scene(world), 1)
    assert set(queries.recipients(step)) == {world.clerk, world.office, world.leader}


def test_it_runs_by_the_clock(world: World) -> None:
    listing(Scene(world))
    TASKS["escalation.climb"].run(None)
    assert WeekList.objects.count() == 1


def test_it_tells_one_event_of_a_week(world: World) -> None:
    week = black(Scene(world), 1)
    event = Event.objects.get(verb="list.draw", subject_id=str(week.pk))
    assert (event.after["units"], event.after["red"], event.after["black"]) == (2, 1, 1)


def test_it_lets_only_the_office_say_how(world: World) -> None:
    campaign = Scene(world).campaign
    with pytest.raises(PermissionDenied):
        set_scheme(world.supervisor, campaign=campaign, document=lists.lists())


FAULTS = {
    "period": "moon",
    "rectified": "promised",
    "left_out": "perhaps",
    "drawn_after": -1,
    "groups": {"a": {"title": {"zh": "甲"}, "kinds": ["department"]}},
}


@pytest.mark.parametrize("key", FAULTS)
def test_it_names_what_is_wrong_with_a_scheme(world: World, key: str) -> None:
    document = deepcopy(lists.lists()) | {key: FAULTS[key]}
    with pytest.raises(ValidationError, match="write"):
        set_scheme(world.office, campaign=Scene(world).campaign, document=document)


def test_it_lets_a_kind_of_units_stand_in_one_group_only() -> None:
    document = deepcopy(lists.lists())
    document["groups"]["districts"]["kinds"] = ["department"]
    with pytest.raises(ValueError, match="another group already"):
        read(document)


def test_it_shows_who_is_on_which_list_and_what_follows(world: World) -> None:
    scene = Scene(world)
    [step] = followed(scene, 2)
    page = signed_in(world.leader).get(step.entry.week.get_absolute_url()).content.decode()
    red, black_ = page.index('class="list-red"'), page.index('class="list-black"')
    assert red < page.index("青禾县市场监管局") < black_ < page.index("青禾县交警大队")
    assert "连续 2 周" in page
    assert "黑榜移交组织部门" in page


def test_it_leads_to_the_problems_behind_a_figure(world: World) -> None:
    week = black(Scene(world), 1)
    entry = week.entries.get(unit=world.police)
    page = signed_in(world.office).get(entry.get_absolute_url()).content.decode()
    assert "垃圾 0" in page
    assert "0 / 1 = 0.0%" in page


def test_it_shows_no_problem_out_of_scope(world: World) -> None:
    week = black(Scene(world), 1)
    entry = week.entries.get(unit=world.markets)
    page = signed_in(world.clerk).get(entry.get_absolute_url()).content.decode()
    assert "垃圾 0" not in page
    assert "另有 1 个问题" in page


def test_it_gives_out_a_list_as_a_workbook(world: World) -> None:
    week = black(Scene(world), 1)
    answer = signed_in(world.office).get(f"{week.get_absolute_url()}?format=csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[2].startswith("青禾县交警大队,各单位,1,0,0.0%,黑榜,1")
    workbook = signed_in(world.office).get(f"{week.get_absolute_url()}?format=xlsx")
    assert workbook.content.startswith(b"PK")


def test_it_takes_a_scheme_that_ships(world: World) -> None:
    campaign = Scene(world).campaign
    answer = signed_in(world.office).post(
        f"/escalation/lists/schemes/{campaign.pk}/change/", {"shipped": "jiangmen-2018"}
    )
    assert answer.status_code == 302
    page = signed_in(world.clerk).get(f"/escalation/lists/schemes/{campaign.pk}/").content.decode()
    assert "前 5 名上红榜，后 3 名上黑榜" in page


def test_it_takes_a_file_or_what_ships_and_not_neither(world: World) -> None:
    campaign = Scene(world).campaign
    page = signed_in(world.office).post(
        f"/escalation/lists/schemes/{campaign.pk}/change/", {"shipped": ""}
    )
    assert "请选择一个文件" in page.content.decode()


def test_it_lists_nothing_of_a_secret_round(world: World) -> None:
    scene = Scene(world, secret=True)
    listing(scene)
    [week] = draw_due(scene.campaign, DRAWN)
    assert not ListEntry.objects.filter(week=week).exists()


def test_it_leaves_out_what_was_dismissed(world: World) -> None:
    scene = Scene(world)
    listing(scene)
    disputed = problems.dispute(
        SYSTEM, problem=handed(scene, world.police), note="不属实", now=MONDAY + HOUR
    )
    problems.dismiss(world.office, problem=disputed, note="确不属实", now=MONDAY + DAY)
    [week] = draw_due(scene.campaign, DRAWN)
    assert stood(week) == {}


def test_it_tells_other_systems_of_lists_and_of_what_followed(world: World) -> None:
    [step] = followed(Scene(world), 1)
    client = signed_in(world.office)
    [week] = client.get("/api/escalation/lists").json()["items"]
    rows = client.get(f"/api/escalation/lists/{week['id']}").json()["items"]
    assert [(row["colour"], row["rate"], row["running"]) for row in rows] == [
        ("red", 100.0, 1),
        ("black", 0.0, 1),
    ]
    told = client.get("/api/escalation").json()["items"]
    assert [one["entry_id"] for one in told if one["rung"] == step.rung] == [rows[1]["id"]]


def test_it_tells_a_unit_and_the_office_on_the_first_screen(world: World) -> None:
    week = black(Scene(world), 2)
    WeekList.objects.filter(pk=week.pk).update(cut=timezone.now())
    own = signed_in(world.clerk).get("/").content.decode()
    assert "周连续在黑榜上" in own
    assert "个单位在黑榜上" in signed_in(world.office).get("/").content.decode()
    assert "黑榜上" not in signed_in(world.neighbour).get("/").content.decode()
