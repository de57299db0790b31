"""The pages of problems: what each role meets, what a search finds, and what a file holds."""

import io
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from chuangcheng.ground.people.models import Role
from chuangcheng.remedy.problems import actions, queries, showing, statistics, tables
from chuangcheng.remedy.problems.following.actions import follow
from chuangcheng.remedy.problems.looking import matching
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.tables import Bounded
from tests.site.cast import World, signed_in
from tests.site.problems.scene import (
    DAY,
    FAIL,
    MONDAY,
    PASS,
    Scene,
    correct,
    dispatched,
    rectified,
    signed,
    struck_off,
)

Gone = Callable[[Scene], None]


def picture() -> io.BytesIO:
    """A photograph of a few pixels."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(file, "JPEG")
    file.seek(0)
    file.name = "after.jpg"
    return file


def shown(who: object, **query: object) -> str:
    """The list as somebody sees it."""
    return signed_in(who).get(reverse("problems:list"), query).content.decode()  # type: ignore[arg-type]  # of the cast


def test_it_shows_clerks_what_they_owe_and_supervisors_what_to_recheck(world: World) -> None:
    scene = Scene(world)
    number = signed(scene).number
    assert number in shown(world.clerk)
    assert number not in shown(world.supervisor)
    rectified(scene, Problem.objects.get(item="kerbs"))
    assert Problem.objects.get(item="kerbs").number in shown(world.supervisor)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        *[("垃圾", 1), ("东街", 1), ("lamps", 1), ("垃街", 0), ("边", 1), ("路边有垃圾", 1)],
        *[("路边垃圾", 0), ("边有 垃圾", 1), ("有垃圾路", 0)],
    ],
)
def test_it_finds_words_of_two_characters(world: World, words: str, found: int) -> None:
    Scene(world).reported(title="路边有垃圾")
    assert matching(Problem.objects.all(), words).count() == found


def test_it_finds_what_was_written_by_its_number(world: World) -> None:
    which = Scene(world).lamps
    assert which.number in shown(world.office, view="all", q=which.number)
    assert matching(Problem.objects.all(), "   ").count() == 0


def test_it_counts_no_further_than_it_turns_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Scene(world)
    monkeypatch.setattr(tables, "COUNTED", 1)
    pages = Bounded(Problem.objects.order_by("pk"), 1)
    assert (pages.count, pages.more, pages.num_pages) == (1, True, 1)


def test_it_lists_below_the_map_only_what_is_needed_there(world: World) -> None:
    which = Scene(world).lamps
    answer = signed_in(world.office).get(reverse("problems:map"))
    headings = [str(heading.title) for heading in answer.context["table"].headings]
    assert headings == ["编号", "问题", "地点", "状态", "时限", "牵头单位"]
    assert which.number in answer.content.decode()


def test_it_shows_how_long_a_recheck_has_waited(world: World) -> None:
    scene, now = Scene(world), timezone.now()
    short = rectified(scene, scene.lamps, now - 4 * DAY)
    long = rectified(scene, Problem.objects.get(item="kerbs"), now - 19 * DAY)
    page = shown(world.supervisor, view="recheck")
    day = timezone.localtime(long.rectified_at)
    assert f"{day:%m-%d}，已等 18 天" in page
    assert page.index(long.number) < page.index(short.number)
    assert "涉及分值" not in page
    last = shown(world.supervisor, view="recheck", sort="-waits")
    assert last.index(short.number) < last.index(long.number)
    assert "已等" not in shown(world.supervisor, view="all")


def test_it_sorts_by_time_limits_what_has_one(world: World) -> None:
    scene = Scene(world)
    number = dispatched(scene).number
    other = Problem.objects.get(item="kerbs").number
    page = shown(world.office, view="all", sort="due")
    assert number in page
    assert other not in page


def test_it_shows_what_was_typed_as_text(world: World) -> None:
    Scene(world).reported(title='<b>"井盖"</b>')
    page = shown(world.office, view="all")
    assert "&lt;b&gt;&quot;井盖&quot;&lt;/b&gt;" in page
    assert "<b>" not in page


def test_it_asks_a_search_once_and_no_more_for_more_rows(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene, browser = Scene(world), signed_in(world.office)
    for number in range(5):
        scene.reported(title=f"路边有垃圾 {number}")
    with django_assert_max_num_queries(20) as asked:
        page = browser.get(reverse("problems:list"), {"view": "all", "q": "垃圾"})
    assert page.content.decode().count("路边有垃圾") == 5
    found = [one for one in asked.captured_queries if "LIMIT 3000" in one["sql"]]
    assert len(found) == 1


def test_it_exports_what_is_seen(world: World) -> None:
    scene = Scene(world)
    scene.reported(title="=1+1")
    address = reverse("problems:list") + "?view=all&format=xlsx&state=found"
    answer = signed_in(world.office).get(address)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[1][1] == "=1+1"


def test_it_rectifies_on_the_page_with_a_photograph(world: World) -> None:
    which = signed(Scene(world))
    url = reverse("problems:step", args=[which.pk, "rectify"])
    signed_in(world.clerk).post(url, {"note": "换了灯", "photographs": picture()})
    which.refresh_from_db()
    assert which.state == "rectified"
    page = signed_in(world.supervisor).get(which.get_absolute_url()).content.decode()
    assert "换了灯" in page


def test_it_makes_reporting_the_rectification_the_main_button(world: World) -> None:
    which = signed(Scene(world))
    answer = signed_in(world.clerk).get(which.get_absolute_url())
    assert [offer.verb for offer in answer.context["main"]] == ["rectify"]
    more = [offer.verb for offer in answer.context["more"]]
    assert more == ["ask-extension", "contribute", "dispute"]


def test_it_has_no_main_button_for_what_leads_aside(world: World) -> None:
    Role.objects.filter(code="leader").update(rights=["problems.see", "problems.file"])
    which = Scene(world).reported()
    answer = signed_in(world.leader).get(which.get_absolute_url())
    assert answer.context["main"] == []
    assert [offer.verb for offer in answer.context["more"]] == ["dismiss"]


def test_it_rechecks_on_the_page(world: World) -> None:
    which = rectified(Scene(world))
    url = reverse("problems:step", args=[which.pk, "recheck"])
    browser = signed_in(world.supervisor)
    assert browser.get(url).status_code == 200
    browser.post(url, {"result": "pass"})
    which.refresh_from_db()
    assert which.state == "struck-off"


def test_it_says_so_when_a_step_is_gone(world: World) -> None:
    which = rectified(Scene(world))
    url = reverse("problems:step", args=[which.pk, "sign"])
    assert signed_in(world.clerk).get(url).headers["Location"] == which.get_absolute_url()


def behind(world: World, link: str) -> int:
    """How many problems the list shows to which a figure leads."""
    address = dict(part.split("=") for part in link[1:].split("&"))
    return statistics.narrowed(queries.problems(world.office), address).count()


@pytest.mark.parametrize("by", list(statistics.BY))
def test_it_leads_from_every_figure_to_what_it_counts(world: World, by: str) -> None:
    scene = Scene(world)
    struck_off(scene)
    scene.again(2, scene.lamps.closed_at + DAY)
    page = signed_in(world.office).get(reverse("problems:statistics"), {"by": by})
    assert page.status_code == 200
    for line in statistics.lines(world.office, by):
        for figure in line.figures:
            assert behind(world, figure.link) == figure.counted
            assert figure.of in {None, behind(world, figure.link_of)}


def test_it_keeps_figures_with_their_denominators(world: World) -> None:
    scene = Scene(world)
    struck_off(scene)
    signed(scene, Problem.objects.get(item="kerbs"))
    rectified(scene, scene.reported(source="patrol"))
    early = signed(scene, scene.reported(source="patrol"))
    Problem.objects.filter(pk=early.pk).update(due=timezone.now() + DAY)
    whole = statistics.lines(world.office, "unit")[0].figures
    told = dict(zip(statistics.MEASURES, ((f.counted, f.of) for f in whole), strict=True))
    assert told == {
        "closure": (1, 2), "on-time": (1, 2), "rework": (0, 2), "extension": (0, 4),
        "backlog": (3, None), "rebound": (0, 1),
    }  # fmt: skip
    for figure in whole:
        assert behind(world, figure.link) == figure.counted
        assert figure.of in {None, behind(world, figure.link_of)}


def withdrawn(scene: Scene) -> None:
    """The observation behind the lamps turns out to be wrong."""
    correct(scene, PASS)
    follow(scene.round)


def dismissed(scene: Scene) -> None:
    """The office grants that the lamps are no problem."""
    disputed = actions.dispute(scene.world.clerk, problem=scene.lamps, note="不属实")
    actions.dismiss(scene.world.office, problem=disputed, note="确不属实")


@pytest.mark.parametrize("gone", [withdrawn, dismissed])
def test_it_holds_against_no_unit_what_was_the_offices_own_error(world: World, gone: Gone) -> None:
    scene = Scene(world)
    which = signed(scene)
    actions.ask_extension(world.clerk, problem=which, amount=1, note="等灯", now=MONDAY)
    actions.grant(world.office, problem=which, now=MONDAY)
    gone(scene)
    counts_nowhere(world)


@pytest.mark.parametrize("gone", [withdrawn, dismissed])
def test_it_counts_no_rework_of_what_was_no_problem(world: World, gone: Gone) -> None:
    scene = Scene(world)
    actions.recheck(world.supervisor, problem=rectified(scene), said=FAIL, now=MONDAY + DAY)
    gone(scene)
    assert (scene.lamps.open, scene.lamps.reworks) == (False, 1)
    counts_nowhere(world)


def test_it_counts_no_rebound_of_what_was_no_problem(world: World) -> None:
    scene = Scene(world)
    scene.again(2, struck_off(scene).closed_at + DAY)
    signed(scene)
    dismissed(scene)
    assert (scene.lamps.open, scene.lamps.rebounds) == (False, 1)
    counts_nowhere(world)


def counts_nowhere(world: World) -> None:
    """No figure counts anything, nor leads to anything."""
    for figure in statistics.lines(world.office, "unit")[0].figures:
        assert (figure.counted, figure.of or 0) == (0, 0)
        assert behind(world, figure.link) == 0
        assert figure.of is None or behind(world, figure.link_of) == 0


NO_NUMBERS = ("²", "１", "9" * 30, "9" * 5000)


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_it_takes_for_nothing_what_is_no_number(world: World, said: str) -> None:
    browser = signed_in(world.office)
    scene = Scene(world)
    for name, query in (
        ("list", {"view": "all", "figure": "backlog.of", "by": "unit", "key": said, "year": said}),
        ("statistics", {"year": said}),
        ("report", {"campaign": said}),
        ("alike", {"point": said}),
    ):
        assert browser.get(reverse(f"problems:{name}"), query).status_code == 200
    assert scene.lamps.number in shown(world.office, view="all", year=said)


def test_it_keeps_the_contact_of_a_reporter_from_others(world: World) -> None:
    scene = Scene(world)
    which = scene.reported(reporter_name="某居民", reporter_contact="55501234")
    dispatching = signed_in(world.office).get(which.get_absolute_url()).content.decode()
    looking = signed_in(world.leader).get(which.get_absolute_url()).content.decode()
    assert "55501234" in dispatching
    assert "55501234" not in looking


def test_it_tells_each_role_what_waits_on_the_overview(world: World) -> None:
    signed(Scene(world))
    page = signed_in(world.clerk).get(reverse("overview")).content.decode()
    assert "view=owed" in page


def test_it_takes_a_new_procedure_from_a_file(world: World) -> None:
    scene = Scene(world)
    browser = signed_in(world.office)
    address = reverse("problems:procedure-document", args=[scene.campaign.pk])
    file = io.BytesIO(
        browser.get(address).content.replace(b"rebound_days: 90", b"rebound_days: 30")
    )
    file.name = "procedure.yaml"
    browser.post(reverse("problems:procedure-change", args=[scene.campaign.pk]), {"file": file})
    assert queries.known(scene.campaign).flow.rebound_days == 30


def test_it_takes_steps_for_other_systems(world: World) -> None:
    scene = Scene(world)
    which = dispatched(scene)
    url = f"/api/problems/{which.pk}/steps"
    answer = signed_in(world.clerk).post(url, {"verb": "sign"}, "application/json")
    assert answer.json()["state"] == "signed"
    again = signed_in(world.clerk).post(url, {"verb": "sign"}, "application/json")
    assert again.status_code == 422


def test_it_lists_the_days_that_were_asked_for_whole(world: World) -> None:
    scene = Scene(world)
    number = scene.reported().number
    day = {"view": "all", "found-from": "2026-03-02", "found-until": "2026-03-02"}
    assert number in shown(world.office, **day)
    assert number not in shown(world.office, **day | {"found-until": "2026-03-01"})
    assert number not in shown(world.office, **day | {"found-from": "2026-03-03"})


def test_it_calls_the_site_by_a_word_in_the_history(world: World) -> None:
    scene = Scene(world)
    assert {told.who for told in showing.story(scene.lamps)} == {"系统"}


def test_it_leaves_to_the_file_what_a_row_has_no_room_for(world: World) -> None:
    Scene(world)
    office = signed_in(world.office)
    page = office.get("/problems/?view=open").context["table"]
    shown = [str(heading.title) for heading in page.headings]
    told = b"".join(office.get("/problems/?view=open&format=csv")).decode("utf-8-sig")
    filed = told.splitlines()[0].split(",")
    assert [title for title in filed if title in shown] == shown
    assert {"紧急程度", "来源", "区域", "发现次数", "反弹次数"} <= set(filed) - set(shown)
