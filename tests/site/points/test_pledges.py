"""Pledges: who vouches for what."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.ground.points import actions, pledge_sheet, queries
from chuangcheng.ground.points.models import PledgeKind
from chuangcheng.ground.points.rules import PledgeFacts, Target
from chuangcheng.ground.sheets.importer import Importer
from tests.site.cast import SYSTEM, World
from tests.site.mandate import BEGIN, Browser, Scene

HEAD = "类别,包保人登录名,对象代码,网格,自"
importer = Importer(pledge_sheet.PLEDGES, "points.see", "points.pledge", pledge_sheet.export,
                    pledge_sheet.plan, actions.take_in_pledges)  # fmt: skip


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def faults(scene: Scene, kind: str, target: Target, until: date | None = None) -> set[str]:
    facts = PledgeFacts(kind, scene.world.leader, target, BEGIN, until=until)
    with pytest.raises(ValidationError) as refused:
        actions.pledge(SYSTEM, facts=facts)
    return set(refused.value.message_dict)


def test_it_holds_a_pledge_to_what_its_kind_is_for(scene: Scene) -> None:
    assert faults(scene, PledgeKind.STREET, scene.market) == {"target"}
    assert faults(scene, PledgeKind.TOWNSHIP, scene.world.police) == {"target"}
    assert faults(scene, PledgeKind.GRID, scene.world.street) == {"cell"}
    assert faults(scene, PledgeKind.POINT, scene.road, until=date(2025, 1, 1)) == {"until"}


def test_it_shows_pledges_where_their_places_are(scene: Scene) -> None:
    assert list(queries.pledges(scene.world.office)) == [scene.pledge]
    assert list(queries.pledges(scene.world.clerk)) == [scene.pledge]
    assert not queries.pledges(scene.world.neighbour).exists()


def test_it_ends_a_pledge_and_keeps_it(scene: Scene) -> None:
    in_area = queries.in_area(scene.world.county)
    assert list(queries.unchiefed(in_area)) == []
    actions.end_pledge(scene.world.office, given=scene.pledge, until=BEGIN, why="调动")
    assert list(queries.unchiefed(in_area)) == [scene.road]
    assert list(queries.pledges_by(scene.world.office, scene.world.leader)) == [scene.pledge]


def test_it_takes_in_pledges_of_every_kind(scene: Scene) -> None:
    rows = ["领导包乡镇（街道）,leader,QH-DJ,,2026-01-01", "department,leader,QH-JJ,,2026-01-01",
            "领导包点位,leader,P2,,2026-01-01", "网格员,leader,QH-DJ,三格,2026-01-01",
            "街长,leader,P1,,2026-01-01"]  # fmt: skip
    content = "\n".join([HEAD, *rows]).encode()
    plan = importer.take(scene.world.office, "pledges.csv", content)
    assert (len(plan.new), plan.same) == (4, 1)
    assert queries.pledges_for(scene.world.office, scene.world.street).count() == 2


def test_it_lists_every_problem_of_a_sheet(scene: Scene) -> None:
    rows = ["街长,nobody,P1,,2026-01-01", "街长,leader,P2,,2026-01-01", "街长,leader,X,,2026-01-01"]
    plan = importer.check(scene.world.office, "p.csv", "\n".join([HEAD, *rows]).encode())
    assert [(p.row, p.column) for p in plan.problems] == [
        (2, "包保人登录名"), (3, "对象代码"), (4, "对象代码"),
    ]  # fmt: skip


def test_it_shows_places_without_anybody(scene: Scene, as_: Browser) -> None:
    page = as_("office").get("/points/pledges/places/").content.decode()
    assert "西河镇" in page
    assert page.count("无人") == 2


def test_it_asks_for_the_target_that_the_kind_wants(scene: Scene, as_: Browser) -> None:
    given = {"pledge_kind": "street", "person": scene.world.leader.pk, "since": "2026-02-01"}
    assert (
        "这一类包保要填这一项" in as_("office").post("/points/pledges/new/", given).content.decode()
    )
    assert as_("office").post("/points/pledges/new/", given | {"point": "P1"}).status_code == 302
