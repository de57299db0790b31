"""Workbooks in and out, through the pages that people use."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from chuangcheng.ground.areas import urls as areas
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import Role, User
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.ground.points.rules import PointFacts
from chuangcheng.ground.sheets.changes import Change, Line, lines
from chuangcheng.ground.sheets.views import LISTED
from chuangcheng.ground.sheets.writing import comma_separated, workbook
from chuangcheng.ground.units.models import Unit
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene
from tests.site.mandate import Scene

Browser = Callable[[str | None], Client]
AREAS = ["代码", "名称", "层级", "上级代码"]
GOOD = ["QH-NH", "南湖镇", "乡镇（街道）", "QH"]


def upload(client: Client, noun: str, content: bytes, name: str = "表.xlsx") -> str:
    """Upload a file and follow to its dry run; gives the address of the dry run."""
    answer = client.post(f"/{noun}/sheet/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def book(*rows: list[object], headings: list[str] = AREAS) -> bytes:
    return workbook("区域", headings, rows)


def test_it_writes_nothing_before_it_is_confirmed(as_: Browser) -> None:
    client = as_("office")
    check = upload(client, "areas", book(GOOD))
    assert not Area.objects.filter(code="QH-NH").exists()
    assert client.post(check).status_code == 302
    assert Area.objects.get(code="QH-NH").path == "/HC/QH/QH-NH/"


def test_it_lists_every_problem_by_row_and_column(as_: Browser) -> None:
    bad = [["", "无名", "乡镇（街道）", "QH"], ["A/B", "斜杠", "五级", "QH"], GOOD, GOOD]
    client = as_("office")
    page = client.get(upload(client, "areas", book(*bad, ["X", "远", "社区", "YS"])))
    problems = [(p.row, p.column) for p in page.context["plan"].problems]
    assert problems == [(2, "代码"), (3, "代码"), (3, "层级"), (5, "代码"), (6, "层级")]


def test_it_writes_nothing_when_anything_is_wrong(as_: Browser) -> None:
    client = as_("office")
    count = Event.objects.count()
    check = upload(client, "areas", book(GOOD, ["NEW", "外", "乡镇（街道）", "YS"]))
    assert client.post(check).status_code == 200
    assert not Area.objects.filter(code="QH-NH").exists()
    assert Event.objects.count() == count


def test_it_gives_an_upload_to_its_owner_alone(as_: Browser) -> None:
    check = upload(as_("office"), "areas", book(GOOD))
    assert as_("top").get(check).status_code == 404


@pytest.mark.parametrize("noun", ["areas", "units", "people"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_it_takes_back_what_it_gave_without_a_change(as_: Browser, noun: str, form: str) -> None:
    client = as_("top")
    exported = client.get(f"/{noun}/sheet/export.{form}").content
    plan = client.get(upload(client, noun, exported, f"表.{form}")).context["plan"]
    assert (plan.problems, plan.new, plan.changed) == ([], [], [])
    assert plan.same > 2


def test_it_moves_an_area_with_all_below_it(as_: Browser, world: World) -> None:
    client = as_("top")
    client.post(upload(client, "areas", book(["QH", "青禾县", "县（市、区）", ""])))
    world.street.refresh_from_db()
    assert world.street.path == "/QH/QH-DJ/"


def test_it_finds_superiors_within_the_file_and_circles(as_: Browser) -> None:
    headings = ["代码", "名称", "类别", "区域代码", "上级单位代码"]
    client = as_("office")
    sound = [["A", "甲局", "部门", "QH", "B"], ["B", "乙局", "department", "QH", "QH-JJ"]]
    client.post(upload(client, "units", book(*sound, headings=headings)))
    assert [u.code for u in Unit.objects.get(code="A").superiors.all()] == ["B"]
    circle = [["B", "乙局", "部门", "QH", "A"]]
    plan = client.get(upload(client, "units", book(*circle, headings=headings))).context["plan"]
    assert [(p.row, p.column) for p in plan.problems] == [(2, "上级单位代码")]


def test_it_gives_people_their_unit_and_role(as_: Browser, world: World) -> None:
    headings = ["登录名", "姓名", "区域代码", "单位代码", "角色"]
    client = as_("office")
    rows = [["li", "李小青", "QH", "QH-SJ", "单位联络员"]]
    client.post(upload(client, "people", book(*rows, headings=headings)))
    user = User.objects.get(username="li")
    assert user.holdings[0].units == {world.markets.pk}
    assert not user.has_usable_password()


def test_it_lets_nobody_import_more_than_they_hold(as_: Browser) -> None:
    headings = ["登录名", "姓名", "区域代码", "角色"]
    client = as_("office")
    rows = [["li", "李小青", "HC", "创建办"], ["superior", "上小禾", "QH", ""]]
    plan = client.get(upload(client, "people", book(*rows, headings=headings))).context["plan"]
    assert {(p.row, p.column) for p in plan.problems} >= {(2, "区域代码"), (3, "登录名")}


def test_it_writes_text_that_no_spreadsheet_runs() -> None:
    rows = [["=1+1"], ["@x"], ["-2"], [-2]]
    assert b"'=1+1" in comma_separated(["x"], rows)
    assert b"\r\n-2\r\n" in comma_separated(["x"], rows)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(workbook("x", ["x"], rows)))
    assert cells.get_sheet_by_index(0).to_python()[1] == ["=1+1"]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04cut", "代码\n\xff".encode("latin-1", "ignore")]
)
def test_it_says_why_a_file_cannot_be_read(as_: Browser, content: bytes) -> None:
    client = as_("office")
    page = client.post("/areas/sheet/", {"file": SimpleUploadedFile("表.xlsx", content)})
    if page.status_code == 302:
        page = client.get(page.headers["Location"])
    assert 'role="alert"' in page.content.decode()


def test_it_ends_the_sentence_on_a_file_that_is_none(as_: Browser) -> None:
    client = as_("office")
    check = upload(client, "areas", b"PK\x03\x04cut")
    told = client.get(check).context["unreadable"]
    assert told.endswith("。")
    english = client.get(check, headers={"accept-language": "en"}).context["unreadable"]
    assert english.endswith(".")


def test_it_says_of_every_change_what_was_and_what_would_be(as_: Browser, world: World) -> None:
    client, headings = as_("office"), [*AREAS, "权重"]
    same = [world.township.code, world.township.title_zh, "乡镇（街道）", "QH", 1]
    changed = [world.street.code, "东关街道", "乡镇（街道）", "QH", 2]
    content = book(same, changed, [*GOOD, 1], headings=headings)
    page = client.get(upload(client, "areas", content))
    was = world.street.title_zh
    cells = (Change("名称", was, "东关街道"), Change("权重", "1", "2"))
    assert page.context["changed"] == [Line(3, world.street.code, cells)]
    assert page.context["made"] == [Line(4, "QH-NH", ())]
    shown = page.content.decode()
    assert f"{was} → <strong>东关街道</strong>" in shown
    assert 'href="#changed"' in shown
    assert 'id="changed"' in shown


def listed(page: Any) -> list[tuple[int, list[Change]]]:  # what the test client gives
    """The rows that a dry run says would be changed."""
    return [(line.number, list(line.changes)) for line in page.context["changed"]]


POINTS = ["代码", "名称", "点位类型", "区域代码"]


@pytest.fixture
def laid(world: World) -> None:
    """Three points of two kinds, whose names are not their codes."""
    scene.campaign(world)
    scene.lay_points(world)
    for code, title in (("road", "主干道"), ("market", "农贸市场")):
        PointKind.objects.filter(code=code).update(title_zh=title)


@pytest.mark.usefixtures("laid")
def test_it_lists_only_what_the_plan_would_change(as_: Browser) -> None:
    client = as_("office")
    written = ["p1", "点位P1", "主干道", "qh-dj"], ["P2", "新市场", "农贸市场", "Qh-Dj"]
    page = client.get(upload(client, "points", book(*written, headings=POINTS)))
    assert (page.context["plan"].same, listed(page)) == (
        1,
        [(3, [Change("名称", "点位P2", "新市场")])],
    )
    assert "qh-dj" not in page.content.decode().lower()


@pytest.mark.usefixtures("laid")
def test_it_takes_a_long_number_for_what_it_is(as_: Browser) -> None:
    lon, lat = 113.20345678901, 35.2
    Point.objects.filter(code="P1").update(lon=lon, lat=lat)
    row, client = ["P1", "新路", "road", "QH-DJ", f"{lon}0", f"{lat}00"], as_("office")
    content = book(row, headings=[*POINTS, "经度", "纬度"])
    page = client.get(upload(client, "points", content))
    assert listed(page) == [(2, [Change("名称", "点位P1", "新路")])]


def test_it_takes_a_code_for_the_same_however_it_is_written(as_: Browser, world: World) -> None:
    rows = (
        [world.street.code.lower(), world.street.title_zh, "乡镇（街道）", "qh"],
        ["QH-NH", "南湖镇", "乡镇（街道）", "qh"],
        [world.township.code.lower(), "西川镇", "乡镇（街道）", "qh"],
    )
    client = as_("office")
    check = upload(client, "areas", book(*rows))
    page = client.get(check)
    assert listed(page) == [(4, [Change("名称", world.township.title_zh, "西川镇")])]
    client.post(check)
    kept = Area.objects.filter(title_zh__in=["南湖镇", "西川镇"]).order_by("code")
    assert [area.path for area in kept] == ["/HC/QH/QH-NH/", "/HC/QH/QH-XH/"]


@pytest.mark.parametrize(
    ("noun", "column"),
    [
        ("areas", "英文名称"), ("units", "联系人"), ("people", "手机"), ("points", "备注"),
        ("points/pledges", "备注"), ("campaigns", "名称"), ("duties", "任务"),
    ],
)  # fmt: skip
def test_it_lists_the_one_cell_that_is_new(
    noun: str, column: str, as_: Browser, world: World
) -> None:
    Scene(world)
    client = as_("top")
    exported = client.get(f"/{noun}/sheet/export.csv").content.decode("utf-8-sig")
    headings, *rows = csv.reader(exported.splitlines())
    codes = [place for place, name in enumerate(headings) if name.endswith("代码")]
    for row in rows:
        for place in codes:
            row[place] = row[place].lower()
    place = headings.index(column)
    old, rows[-1][place] = rows[-1][place], "138"
    page = client.get(upload(client, noun, comma_separated(headings, rows), "表.csv"))
    assert page.context["plan"].problems == []
    assert listed(page) == [(len(rows) + 1, [Change(column, old or "—", "138")])]


def test_it_lists_a_day_off_that_becomes_a_make_up_day(as_: Browser) -> None:
    client, headings = as_("top"), ["日期", "类别", "名称"]
    for kind in ("放假", "上班"):
        rows = [["2026-10-09", kind, "国庆"], ["2026-10-10", "放假", "国庆"]]
        content = book(*rows, headings=headings)
        check = upload(client, "problems/calendar", content)
        page = client.get(check)
        client.post(check)
    assert listed(page) == [(2, [Change("类别", "放假", "上班")])]


def test_it_lists_the_role_that_would_be_given_and_none_that_is_left(as_: Browser) -> None:
    headings = ["登录名", "姓名", "区域代码", "单位代码", "职务", "角色"]
    clerk = User.objects.get(username="clerk")
    units = "、".join(member.unit.code.lower() for member in clerk.memberships.all())
    rows = [
        ["clerk", "联大青", "qh", units, "", ""],
        ["inspector", "测小青", "QH", "", "", "supervisor"],
    ]
    client = as_("office")
    page = client.get(upload(client, "people", book(*rows, headings=headings)))
    assert page.context["plan"].problems == []
    told = dict(listed(page))
    assert told[2] == [Change("姓名", clerk.name, "联大青")]
    assert told[3] == [Change("角色", "inspector", "inspector、supervisor")]


def test_it_says_what_would_change_without_the_whole_register(world: World) -> None:
    def never(_person: object) -> list[Sequence[object]]:
        raise AssertionError("the register was exported")

    importer = replace(areas.importer, export=never)
    row = [world.street.code, "东关街道", "乡镇（街道）", "QH"]
    plan = importer.check(world.office, "表.xlsx", book(row))
    (line,) = lines(importer.sheet, plan.changed)
    assert line.changes == (Change("名称", world.street.title_zh, "东关街道"),)


def test_it_lists_so_many_changes_and_counts_the_rest(as_: Browser, world: World) -> None:
    client = as_("office")
    rows = [[f"QH-{n}", f"镇{n}", "乡镇（街道）", "QH"] for n in range(LISTED + 3)]
    page = client.get(upload(client, "areas", book(*rows))).content.decode()
    assert f"镇{LISTED}" not in page
    assert "还有 3 行没有列出" in page


@pytest.mark.usefixtures("laid")
def test_it_counts_no_row_among_the_rest_that_stays(as_: Browser) -> None:
    client, road = as_("office"), "主干道"
    kept = Point.objects.get(code="P3")
    for number in range(LISTED + 3):
        facts = PointFacts(f"X{number}", f"路{number}", kept.point_kind, kept.area)
        points.create(SYSTEM, facts=facts)
    rows = [[f"X{n}", f"路{n}", road, "qh-xh"] for n in range(LISTED + 3)]
    renamed = ["P3", "新路", road, "QH-XH"]
    page = client.get(upload(client, "points", book(*rows, renamed, headings=POINTS)))
    assert [number for number, _changes in listed(page)] == [LISTED + 5]
    assert "行没有列出" not in page.content.decode()


@pytest.mark.parametrize("noun", ["people", "units"])
def test_it_takes_in_a_heading_that_was_written_before(noun: str, as_: Browser) -> None:
    client = as_("top")
    exported = client.get(f"/{noun}/sheet/export.csv", headers={"accept-language": "en"}).content
    assert b",Phone," in exported
    before = exported.replace(b",Phone,", b",Telephone,")
    plan = client.get(upload(client, noun, before, "people.csv")).context["plan"]
    assert (plan.problems, plan.new, plan.changed) == ([], [], [])


def test_it_names_the_rows_of_a_circle_of_areas(as_: Browser) -> None:
    client = as_("office")
    circle = [["A", "甲", "县（市、区）", "B"], ["B", "乙", "乡镇（街道）", "a"]]
    hanging, wrong = ["C", "丙", "社区（村）", "B"], ["D", "丁", "乡镇（街道）", "无"]
    page = client.get(upload(client, "areas", book(*circle, hanging, wrong)))
    problems = page.context["plan"].problems
    places = [(p.row, p.column) for p in problems]
    assert places == [(2, "上级代码"), (3, "上级代码"), (5, "上级代码")]
    assert "改上级代码" in problems[0].text


def test_it_names_an_area_that_would_lie_below_its_own_part(as_: Browser) -> None:
    client = as_("top")
    row = ["QH", "青禾县", "社区（村）", "QH-DJ"]
    page = client.get(upload(client, "areas", book(row)))
    assert [(p.row, p.column) for p in page.context["plan"].problems] == [(2, "上级代码")]


def test_it_reads_a_long_line_of_areas_to_its_end(as_: Browser) -> None:
    client = as_("office")
    line = [[f"L{n}", f"村{n}", "乡镇（街道）", f"L{n - 1}" if n else "QH"] for n in range(1500)]
    last = ["END", "末", "社区（村）", "L1499"]
    page = client.get(upload(client, "areas", book(*line, last)))
    assert {p.column for p in page.context["plan"].problems} == {"层级"}


PLACES = ["登录名", "姓名", "区域代码", "单位代码", "职务"]


@pytest.fixture
def li(world: World) -> User:
    """Somebody who has a post in one of two units."""
    held = {world.police: "主任", world.markets: ""}
    user = User.objects.get(username="clerk")
    people.place(SYSTEM, user=user, posts=held)
    return user


def posts(user: User) -> dict[str, str]:
    return {member.unit.code: member.post for member in user.memberships.select_related("unit")}


def test_it_keeps_the_posts_of_whoever_has_several(as_: Browser, li: User) -> None:
    held, client = posts(li), as_("top")
    rows = client.get("/people/sheet/export.csv").content
    page = client.get(upload(client, "people", rows, "表.csv"))
    assert (page.context["plan"].problems, listed(page)) == ([], [])
    client.post(
        upload(client, "people", rows.replace("联小青".encode(), "联大青".encode()), "表.csv")
    )
    li.refresh_from_db()
    assert (li.name, posts(li)) == ("联大青", held)


def test_it_lists_the_posts_that_would_be_written(as_: Browser, li: User) -> None:
    client, (_first, second) = as_("top"), sorted(posts(li))
    content = book(["clerk", li.name, "QH", second, "主任"], headings=PLACES)
    check = upload(client, "people", content)
    ((_number, changes),) = listed(client.get(check))
    assert [change.column for change in changes] == ["单位代码", "职务"]
    was = "、".join(f"{code} {post or '—'}" for code, post in sorted(posts(li).items()))
    assert (changes[1].old, changes[1].new) == (was, "主任")
    client.post(check)
    assert posts(li) == {second: "主任"}


def test_it_gives_no_role_that_is_held_elsewhere(as_: Browser, world: World) -> None:
    role = Role.objects.get(code="supervisor")
    inspector = User.objects.get(username="inspector")
    inspector.grants.all().delete()
    people.give(SYSTEM, user=inspector, role=role, area=world.street)
    client = as_("top")
    exported = client.get("/people/sheet/export.csv").content
    page = client.get(upload(client, "people", exported, "表.csv"))
    assert (page.context["plan"].problems, listed(page)) == ([], [])
