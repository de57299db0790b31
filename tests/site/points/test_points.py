"""Points: who sees them, their sheet, and handing them over."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chuangcheng.ground.points import actions, queries, sheet
from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.ground.points.rules import KindFacts, PointFacts
from chuangcheng.ground.sheets.importer import Importer
from tests.site.cast import SYSTEM, World
from tests.site.mandate import Browser, Scene, point

HEAD = "代码,名称,点位类型,区域代码,责任单位代码,经度,纬度"
importer = Importer(sheet.POINTS, "points.see", "points.change", sheet.export, sheet.plan,
                    actions.take_in)  # fmt: skip


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def written(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def test_it_shows_a_clerk_the_points_of_their_unit_alone(scene: Scene) -> None:
    assert set(queries.points(scene.world.clerk)) == {scene.road}
    assert set(queries.points(scene.world.office)) == {scene.road, scene.market}
    assert not queries.points(scene.world.neighbour).exists()


def test_it_knows_kinds_by_code_or_name(scene: Scene) -> None:
    rows = written("P3,东大街,主次干道,QH-DJ,QH-JJ,115.5,34.1", "P4,菜市场,mk,QH-XH,,,")
    importer.take(scene.world.office, "points.csv", rows)
    assert Point.objects.get(code="P3").point_kind.code == "RD"
    assert Point.objects.get(code="P4").unit is None


def test_it_lists_every_problem_by_row_and_column(scene: Scene) -> None:
    rows = written("P5,甲,没有,QH-DJ,,,", "P6,乙,RD,YS,XX,200,", "P7,丙,RD,QH,,34.1,115.5")
    plan = importer.check(scene.world.office, "points.csv", rows)
    assert [(p.row, p.column) for p in plan.problems] == [
        (2, "点位类型"), (3, "区域代码"), (3, "责任单位代码"), (3, "纬度"), (4, "纬度"),
    ]  # fmt: skip
    assert not Point.objects.filter(code__in=("P5", "P6", "P7")).exists()


def test_it_takes_its_own_export_back_unchanged(scene: Scene) -> None:
    lines = [",".join("" if c is None else str(c) for c in row)
             for row in sheet.export(scene.world.office)]  # fmt: skip
    headings = ",".join(column.words.zh for column in sheet.POINTS.columns)
    plan = importer.check(scene.world.office, "p.csv", "\n".join([headings, *lines]).encode())
    assert (plan.same, plan.new, plan.changed) == (2, [], [])


def test_it_hands_points_over_in_one_verb(scene: Scene) -> None:
    actions.hand_over(scene.world.office, points=[scene.market], unit=scene.world.markets)
    assert list(queries.in_area(scene.world.county).unowned()) == []
    with pytest.raises(PermissionDenied):
        actions.hand_over(scene.world.neighbour, points=[scene.road], unit=scene.world.other_police)


def test_it_counts_a_point_of_a_unit_that_is_gone_as_nobodys(scene: Scene) -> None:
    scene.world.police.active = False
    scene.world.police.save()
    assert scene.road in queries.in_area(scene.world.county).unowned()


def test_it_refuses_half_a_position_and_a_code_twice(scene: Scene) -> None:
    kind = scene.road.point_kind
    half = PointFacts("P8", "半", kind, scene.world.street, lon=115.0)
    again = PointFacts("p1", "同", kind, scene.world.street)
    for facts, field in ((half, "lat"), (again, "code")):
        with pytest.raises(ValidationError) as refused:
            actions.create(SYSTEM, facts=facts)
        assert field in refused.value.message_dict


def test_it_keeps_what_an_office_says_of_a_kind(scene: Scene) -> None:
    kind = PointKind.objects.get(code="RD")
    assert kind.street
    actions.change_kind(
        scene.world.office, point_kind=kind, facts=KindFacts("other", "大街", street=False)
    )
    assert actions.lay_kinds(SYSTEM, kinds=[KindFacts("RD", "主次干道")]) == []
    kind.refresh_from_db()
    assert (kind.code, kind.title_zh, kind.street) == ("RD", "大街", False)


def test_it_finds_points_by_kind_and_owner(scene: Scene, as_: Browser) -> None:
    page = as_("office").get("/points/", {"owner": "1"}).content.decode()
    assert "点位P2" in page
    assert "点位P1" not in page


def test_it_puts_a_point_on_the_ground_by_form(scene: Scene, as_: Browser) -> None:
    given = {"code": "P9", "title_zh": "南门", "point_kind": scene.road.point_kind_id,
             "area": scene.world.street.pk, "active": "on"}  # fmt: skip
    answer = as_("office").post("/points/new/", given)
    assert answer.status_code == 302
    assert point("P10", "RD", scene.world.street).area == Point.objects.get(code="P9").area
