"""Observations from files: every fault listed, nothing half-written, nothing twice."""

import polars as pl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chuangcheng.evidence.inspections import queries, sheet
from chuangcheng.evidence.inspections.models import Observation, Round
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene
from tests.site.inspections.scene import HEADINGS, STREET, written


@pytest.fixture
def round_(world: World) -> Round:
    """An empty round."""
    of = scene.campaign(world)
    scene.lay_points(world)
    return scene.round_(world, of)


def test_it_takes_in_what_the_command_line_reads(world: World, round_: Round) -> None:
    plan = scene.take_in(world.inspector, round_, written(*STREET))
    assert len(plan.new) == 6
    seen = queries.frame(round_)
    assert seen["item"].to_list() == [row[4] for row in STREET]
    assert seen["unit"].to_list() == [row[1] for row in STREET]


def test_it_takes_the_same_file_twice_and_adds_nothing(world: World, round_: Round) -> None:
    scene.take_in(SYSTEM, round_, written(*STREET))
    again = scene.take_in(SYSTEM, round_, written(*STREET))
    assert (len(again.new), again.same) == (0, 6)
    assert round_.seq == 1


def test_it_lists_every_fault_by_row_and_column(world: World, round_: Round) -> None:
    wrong = (
        ("QH-DJ", "QH-JJ", "P1", "road", "lamp", "v1", "onsite", "fail"),
        ("NOWHERE", "QH-JJ", "P1", "road", "lamps", "v2", "onsite", "maybe"),
    )
    plan = sheet.plan(world.inspector, round_, "rows.csv", written(*wrong))
    places = {(found.row, found.column) for found in plan.problems}
    assert places == {(2, "item"), (3, "area"), (3, "result")}


def test_it_lists_units_and_points_that_nobody_registered(world: World, round_: Round) -> None:
    wrong = ("QH-DJ", "NOBODY", "P9", "road", "lamps", "v1", "onsite", "fail")
    plan = sheet.plan(world.inspector, round_, "rows.csv", written(STREET[1], wrong))
    assert [found.row for found in plan.problems] == [3, 3]
    with pytest.raises(ValidationError):
        scene.take_in(SYSTEM, round_, written(STREET[1], wrong))
    assert not Observation.objects.exists()


def test_it_refuses_areas_where_the_actor_may_not_record(world: World, round_: Round) -> None:
    plan = sheet.plan(world.neighbour, round_, "rows.csv", written(STREET[0]))
    assert [found.column for found in plan.problems] == ["area"]


def test_it_refuses_to_overwrite_what_is_recorded(world: World, round_: Round) -> None:
    scene.take_in(SYSTEM, round_, written(*STREET))
    other = (*STREET[0][:-1], "pass")
    plan = sheet.plan(SYSTEM, round_, "rows.csv", written(other))
    assert [found.row for found in plan.problems] == [2]
    assert not plan.ready


def test_it_keeps_the_ids_that_a_file_brings(world: World, round_: Round) -> None:
    id_ = "3f2b8a52-3c9e-4bb5-9d2b-0f6f5a4f6a10"
    content = written((*STREET[0], id_), headings=(*HEADINGS, "uuid"))
    scene.take_in(SYSTEM, round_, content)
    assert str(Observation.objects.get().uuid) == id_
    bad = written((*STREET[1], "not-an-id"), headings=(*HEADINGS, "uuid"))
    assert len(sheet.plan(SYSTEM, round_, "rows.csv", bad).problems) == 1


def test_it_reads_back_what_it_exports(world: World, round_: Round) -> None:
    scene.take_in(SYSTEM, round_, written(*STREET))
    for form in ("csv", "xlsx", "parquet"):
        url = reverse("inspections:export", args=[round_.pk, form])
        content = signed_in(world.office).get(url).content
        plan = sheet.plan(SYSTEM, round_, f"rows.{form}", content)
        assert (plan.problems, plan.new, plan.same) == ([], [], 6), form


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_it_takes_its_parts_in_again(world: World, round_: Round, form: str) -> None:
    stops = [(*STREET[0][:-1], result, part) for result, part in (("pass", ""), ("fail", "2"))]
    scene.take_in(SYSTEM, round_, written(*stops, headings=(*HEADINGS, "repeat")))
    url = reverse("inspections:export", args=[round_.pk, form])
    content = signed_in(world.office).get(url).content
    plan = sheet.plan(SYSTEM, round_, f"rows.{form}", content)
    assert (plan.problems, plan.new, plan.same) == ([], [], 2)
    assert queries.frame(round_)["result"].to_list() == ["fail"]


def test_it_comes_to_the_same_in_another_round(world: World, round_: Round) -> None:
    stops = [(*STREET[0][:-1], result, part) for result, part in (("pass", ""), ("fail", "2"))]
    content = written(*stops, *((*row, "") for row in STREET[1:]), headings=(*HEADINGS, "repeat"))
    other = scene.round_(world, round_.campaign, 2)
    for one in (round_, other):
        scene.take_in(SYSTEM, one, content)
    assert queries.frame(other).drop("id").equals(queries.frame(round_).drop("id"))
    assert set(Observation.objects.values_list("repeat", flat=True)) == {"", "2"}


def test_it_refuses_names_that_are_too_long_to_keep(world: World, round_: Round) -> None:
    row = (*STREET[0], "第" * 41)
    plan = sheet.plan(SYSTEM, round_, "rows.csv", written(row, headings=(*HEADINGS, "repeat")))
    assert [(found.row, found.column) for found in plan.problems] == [(2, "分段")]


def test_it_takes_a_draft_in_once_its_dry_run_is_confirmed(world: World, round_: Round) -> None:
    browser = signed_in(world.inspector)
    upload = reverse("inspections:upload", args=[round_.pk])
    file = SimpleUploadedFile("rows.csv", written(*STREET))
    check = browser.post(upload, {"file": file}).headers["Location"]
    assert browser.get(check).status_code == 200
    assert not Observation.objects.exists()
    browser.post(check)
    assert Observation.objects.count() == 6


def test_it_takes_in_many_rows(world: World, round_: Round) -> None:
    rows = [
        ("QH-DJ", "QH-JJ", "P1", "road", "lamps", f"v{n}", "onsite", "pass") for n in range(3000)
    ]
    scene.take_in(SYSTEM, round_, written(*rows))
    assert queries.frame(round_)["visit"].n_unique() == 3000


def test_it_gives_the_engine_its_columns(world: World, round_: Round) -> None:
    assert queries.frame(round_).schema["count"] == pl.Float64
