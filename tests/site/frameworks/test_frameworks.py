"""Editions: taken in, issued, compared, and read as the engine reads them."""

import json
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from chuangcheng import library
from chuangcheng.engine.framework import Framework, Text
from chuangcheng.engine.framework import Item as EngineItem
from chuangcheng.mandate.frameworks import actions, files, lines, queries, reading, wording
from chuangcheng.mandate.frameworks.models import Edition, Item, State
from chuangcheng.tables.frameworks.files import read_framework
from tests.site.cast import SYSTEM, World
from tests.site.mandate import Browser, Scene, document, framework, issued


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


@pytest.fixture(scope="module", params=library.names())
def shipped(request: pytest.FixtureRequest) -> Framework:
    return read_framework(library.path(request.param))


def test_it_shares_full_marks_out_over_standards_and_items(shipped: Framework) -> None:
    assert sum(line.points for line in lines.standard_lines(shipped)) == Decimal(100)
    whole = sum(line.points for line in lines.item_lines(shipped))
    assert whole == pytest.approx(100, abs=0.02)  # each item is rounded to a ten-thousandth


def test_it_says_every_rule_in_words(shipped: Framework) -> None:
    parts = [p for s in shipped.standards() for p in reading.parts(shipped, s.id)]
    assert all(part.rule and all(item.rule for item in part.items) for part in parts)


def test_it_lays_standards_and_items_as_rows(scene: Scene) -> None:
    rows = queries.standards(scene.world.office, scene.edition)
    assert [(s.code, s.points) for s in rows] == [("1-1-1", 60), ("1-1-2", 20), ("2-1-1", 20)]
    assert rows[0].methods.split() == ["onsite", "paper"]
    assert rows[0].point_types.split() == ["RD", "MK"]
    ways = dict(Item.objects.filter(edition=scene.edition).values_list("code", "way"))
    assert (ways["litter"], ways["M-road"], ways["Q-know"]) == ("onsite", "materials", "survey")


def test_it_gives_an_item_its_part_by_weight(scene: Scene) -> None:
    rows = queries.items(scene.world.office, scene.edition)
    assert {i.code: i.points for i in rows}["kerbs"] == Decimal("37.5")


def test_it_reads_the_framework_back_exactly(scene: Scene) -> None:
    assert queries.framework(scene.edition) == framework()


def test_it_replaces_a_draft_and_never_what_was_issued(scene: Scene) -> None:
    changed = framework("2").model_copy(update={"note": Text(zh="改过")})
    again = actions.take_in(SYSTEM, framework=changed, area=scene.world.county)
    assert again.pk == scene.draft.pk
    with pytest.raises(ValidationError):
        actions.take_in(SYSTEM, framework=framework("1"), area=scene.world.county)


def test_it_issues_once_and_withdraws_once(scene: Scene) -> None:
    edition = actions.issue(scene.world.office, edition=scene.draft)
    assert edition.state == State.ISSUED
    with pytest.raises(ValidationError):
        actions.issue(scene.world.office, edition=edition)
    assert actions.withdraw(scene.world.office, edition=edition).state == State.WITHDRAWN
    with pytest.raises(ValidationError):
        actions.discard(scene.world.office, edition=edition)


def test_it_keeps_editions_of_one_county_from_another(scene: Scene) -> None:
    everybodys = issued()
    assert set(queries.editions(scene.world.neighbour)) == {everybodys}
    assert set(queries.editions(scene.world.clerk)) == {scene.edition, scene.draft, everybodys}
    with pytest.raises(PermissionDenied):
        actions.withdraw(scene.world.office, edition=everybodys)


@pytest.mark.parametrize("form", ["yaml", "json", "xlsx"])
def test_it_takes_its_own_export_back(scene: Scene, form: str) -> None:
    content = files.written(framework(), form)
    assert files.uploaded(f"f.{form}", content) == framework()


def test_it_shows_every_fault_of_a_file_and_writes_nothing(scene: Scene, as_: Browser) -> None:
    wrong = document("3")
    wrong["projects"][0]["points"] = 1
    wrong["items"].append({"id": "nowhere", "title": "没用到"})
    file = SimpleUploadedFile("测评.json", json.dumps(wrong).encode())
    given = {"file": file, "area": scene.world.county.pk}
    page = as_("office").post("/frameworks/import/", given).content.decode()
    assert "测评.json" in page
    assert "nowhere" in page
    assert not Edition.objects.filter(version="3").exists()


def test_it_loads_what_ships_by_one_click(scene: Scene, as_: Browser) -> None:
    where = {"area": scene.world.county.pk}
    answer = as_("office").post("/frameworks/load/minors-environment/", where, follow=True)
    assert "草稿" in answer.content.decode()
    assert Edition.objects.get(code="minors-environment").standards.count() == 30


def test_it_searches_standards_and_their_items(scene: Scene, as_: Browser) -> None:
    page = as_("office").get(f"/frameworks/{scene.edition.pk}/", {"q": "路沿"}).content.decode()
    assert "道路整洁" in page
    assert "知晓率" not in page


def as_written_before(sha256: str) -> dict[str, Any]:
    """A document as editions were kept when a text was one string of two lines."""
    old = json.loads(json.dumps(framework().model_dump(mode="json")))
    old["note"] = "示范。\nA model."
    for item in old["items"]:
        item |= {"guidance": "沿路看。\nWalk along.", "exceptions": ""}
        item["rule"].pop("titles", None)
    return {"document": old, "sha256": sha256}


def test_it_reads_editions_that_were_kept_before_and_leaves_their_hash(scene: Scene) -> None:
    Edition.objects.filter(pk=scene.edition.pk).update(**as_written_before("0" * 64))
    edition = queries.editions(scene.world.office).get(pk=scene.edition.pk)
    read = queries.framework(edition)
    assert read.note == Text(zh="示范。", en="A model.")
    assert {item.guidance.en for item in read.items} == {"Walk along."}
    assert actions.withdraw(scene.world.office, edition=edition).sha256 == "0" * 64


def test_it_parts_the_requirements_that_were_kept_as_two_lines(scene: Scene) -> None:
    kept = scene.edition.standards.filter(code="1-1-2")
    kept.update(requirement="有制度。\nThere are rules.", requirement_en="")
    import_module("chuangcheng.mandate.frameworks.migrations.0002_requirement_in_english").part(
        apps, connection.schema_editor()
    )
    assert kept.values_list("requirement", "requirement_en").get() == (
        "有制度。",
        "There are rules.",
    )


@pytest.mark.parametrize(
    ("language", "shown", "hidden"),
    [("zh-hans", "有制度。", "There are rules."), ("en", "There are rules.", "有制度。")],
)
def test_it_shows_each_reader_the_text_of_their_language(
    world: World, as_: Browser, language: str, shown: str, hidden: str
) -> None:
    whole = document("5")
    whole["projects"][0]["contents"][0]["standards"][1]["requirement"] = {
        "zh": "有制度。",
        "en": "There are rules.",
    }
    edition = actions.take_in(SYSTEM, framework=Framework.model_validate(whole), area=world.county)
    url = f"/frameworks/{edition.pk}/standards/1-1-2/"
    page = as_("office").get(url, headers={"accept-language": language}).content.decode()
    assert shown in page
    assert hidden not in page


def test_it_says_rules_by_the_titles_of_their_bands() -> None:
    bands = [{"least": 5, "share": 1, "title": "A 级"}, {"least": 4, "share": 0.5}]
    item = EngineItem.model_validate(
        {"id": "X", "title": "x", "rule": {"kind": "by_count", "bands": bands}}
    )
    assert wording.item_rule(item) == "5 及以上为A 级，得 100%，4 及以上得 50%"
