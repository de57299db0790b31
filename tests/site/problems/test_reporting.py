"""Problems reported by hand and by sheet."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chuangcheng.ground.points.models import Point
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.limits import limits
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.urls import FEEDBACK
from tests.site.cast import World, signed_in
from tests.site.inspections.scene import written
from tests.site.problems.scene import MONDAY, Scene

HEADINGS = ("reference", "title", "category", "point", "area", "address", "item", "found")


def sheet(*rows: tuple[object, ...]) -> bytes:
    """A file of a superior's feedback."""
    return written(*rows, headings=HEADINGS)


def test_it_begins_where_its_source_says(world: World) -> None:
    scene = Scene(world)
    assert scene.reported().state == "found"
    assert scene.reported(source="patrol").state == "filed"


def test_it_counts_numbers_by_campaign_and_year(world: World) -> None:
    scene = Scene(world)
    last, this = scene.reported(found_at=MONDAY - timedelta(days=400)), scene.reported()
    assert (last.number, this.number) == ("QH-1-2025-00003", "QH-1-2026-00001")


def test_it_finds_lead_category_and_stake_by_itself(world: World) -> None:
    scene = Scene(world)
    Point.objects.filter(code="P3").update(unit=world.markets)
    found = scene.reported(point=scene.point("P3"), item="lamps", title="垃圾没清")
    assert (found.lead, found.category) == (world.markets, "environment.rubbish")
    assert found.stake == pytest.approx(60)


def test_it_adds_to_the_one_of_the_same_point_and_item(world: World) -> None:
    scene = Scene(world)
    again = scene.reported(point=scene.point("P1"), item="lamps")
    assert (again, again.seen) == (scene.lamps, 2)


def test_it_lists_every_fault_of_what_is_said(world: World) -> None:
    scene = Scene(world)
    with pytest.raises(ValidationError) as refused:
        scene.reported(title=" ", address="", source="dream", category="none")
    assert set(refused.value.message_dict) == {"title", "address", "source", "category"}


def test_it_suggests_what_is_near_and_of_the_same_item_first(world: World) -> None:
    scene = Scene(world)
    here = {"lon": 120.0, "lat": 30.0, "source": "patrol"}
    far = scene.reported(**here | {"lat": 30.01})
    near, same = scene.reported(**here | {"lat": 30.0005}), scene.reported(**here, item="kerbs")
    found = queries.alike(world.office, item="kerbs", lon=120.0, lat=30.0001)
    assert [one.problem for one in found] == [same, near]
    assert far not in [one.problem for one in found]
    assert found[1].metres == pytest.approx(44.5, abs=1)


@pytest.fixture
def reaching(settings: Any, tmp_path: Path) -> Iterator[None]:
    """An office that looks farther around for what may be the same."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "problems.yaml").write_text("near_m: 1500\n")
    limits.cache_clear()
    yield
    limits.cache_clear()


def test_it_looks_as_far_around_as_the_office_says(world: World, reaching: None) -> None:
    far = Scene(world).reported(lon=120.0, lat=30.01, source="patrol")
    found = queries.alike(world.office, lon=120.0, lat=30.0)
    assert [one.problem for one in found] == [far]
    assert found[0].metres == pytest.approx(1112, abs=1)


def test_it_suggests_on_the_page(world: World) -> None:
    scene = Scene(world)
    browser = signed_in(world.office)
    page = browser.get(reverse("problems:alike"), {"point": scene.point("P1").pk})
    assert scene.lamps.number in page.content.decode()


@pytest.mark.parametrize("said", ["inf", "-inf", "nan", "1e400", "north"])
def test_it_suggests_nothing_near_what_is_no_place(world: World, said: str) -> None:
    browser = signed_in(world.office)
    answer = browser.get(reverse("problems:alike"), {"lon": "120", "lat": said})
    assert answer.status_code == 200
    assert answer.context["found"] == []


def test_it_reports_on_the_page(world: World) -> None:
    scene = Scene(world)
    said = {
        "campaign": scene.campaign.pk, "title": "井盖松动", "area": world.street.pk,
        "address": "东街 5 号", "source": "patrol", "severity": "urgent",
    }  # fmt: skip
    signed_in(world.clerk).post(reverse("problems:report"), said)
    made = Problem.objects.get(title="井盖松动")
    assert (made.reporter, made.severity, made.category) == (world.clerk, "urgent", "facilities")


def test_it_takes_a_superiors_file_once(world: World) -> None:
    Scene(world)
    row = ("省-001", "公益广告破损", "公益广告", "", "QH-DJ", "东街", "", "2026-03-01")
    for new in (1, 0):
        plan = FEEDBACK.take(world.office, "f.csv", sheet(row))
        assert len(plan.new) == new
    found = Problem.objects.get(reference="省-001")
    assert (found.source, found.category, found.state) == ("superior", "publicity", "filed")


def test_it_lists_every_fault_of_a_file_and_writes_nothing(world: World) -> None:
    Scene(world)
    before = Problem.objects.count()
    content = sheet(
        ("1", "好", "没有的类", "P9", "", "", "", "2026-03-01"),
        ("2", "", "", "", "", "", "none", "someday"),
        ("3", "可", "", "P1", "", "", "lamps", "2026-03-01"),
    )
    plan = FEEDBACK.check(world.office, "f.csv", content)
    assert {(p.row, p.column) for p in plan.problems} == {
        (2, "类别"), (2, "点位代码"), (3, "问题"), (3, "发现日期"),
    }  # fmt: skip
    with pytest.raises(ValidationError):
        FEEDBACK.take(world.office, "f.csv", content)
    assert Problem.objects.count() == before


def test_it_keeps_a_dry_run_until_it_is_confirmed(world: World) -> None:
    Scene(world)
    browser = signed_in(world.office)
    row = ("省-9", "乱停车", "", "P1", "", "", "", "2026-03-01")
    file = SimpleUploadedFile("f.csv", sheet(row))
    check = browser.post(reverse("problems:sheet"), {"file": file}).headers["Location"]
    assert browser.get(check).status_code == 200
    assert not Problem.objects.filter(reference="省-9").exists()
    browser.post(check)
    assert Problem.objects.get(reference="省-9").point == Point.objects.get(code="P1")
