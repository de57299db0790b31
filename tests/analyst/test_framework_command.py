"""`framework check`, `convert`, `diff` and `schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from chuangcheng import library
from chuangcheng.tables.frameworks.files import read_framework
from chuangcheng.tables.workbooks import sheets
from tests.analyst.conftest import Type
from tests.tables.conftest import small

Change = dict[str, str]


def save(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return path


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """An edition to compare with."""
    return save(tmp_path / "before.yaml", small())


@pytest.mark.parametrize("name", library.names())
def test_it_finds_that_what_ships_holds_together(typed: Type, name: str) -> None:
    answer = typed("framework", "check", name)
    assert answer.code == 0
    assert "standards" in answer.out


def test_it_checks_several_files_and_says_the_faults_of_all(typed: Type, tmp_path: Path) -> None:
    first = save(tmp_path / "a.yaml", small() | {"version": 1})
    second = save(tmp_path / "b.yaml", small() | {"colour": "red"})
    answer = typed("framework", "check", first, second)
    assert (answer.code, answer.out) == (2, "")
    assert f"{first}, row" in answer.err
    assert f"{second}, row" in answer.err
    assert "2 faults in all" in answer.err


def test_it_tells_faults_as_json(typed: Type, tmp_path: Path) -> None:
    file = save(tmp_path / "a.yaml", small() | {"version": 1})
    answer = typed("framework", "check", file, "--json")
    assert answer.code == 2
    [fault] = answer.json["faults"]
    assert (fault["file"], fault["en"]) == (str(file), '"1" should be text; put it in quotes')


@pytest.mark.parametrize("ending", ["json", "xlsx", "yaml"])
def test_it_converts_and_loses_nothing(
    typed: Type, before: Path, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"after.{ending}"
    assert typed("framework", "convert", before, target).code == 0
    assert read_framework(target) == read_framework(before)
    assert typed("framework", "diff", before, target).code == 0


def test_it_converts_nothing_that_does_not_hold(typed: Type, tmp_path: Path) -> None:
    file = save(tmp_path / "a.yaml", small() | {"version": 1})
    assert typed("framework", "convert", file, tmp_path / "b.json").code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_it_refuses_a_form_it_does_not_know(typed: Type, before: Path, tmp_path: Path) -> None:
    answer = typed("framework", "convert", before, tmp_path / "b.docx")
    assert answer.code == 2
    assert "kept as .yaml, .json or .xlsx" in answer.err


def changed(**edits: Any) -> dict[str, Any]:  # any part of a framework
    """The small framework with edits to its standard, part or first item."""
    data = small()
    standard = data["projects"][0]["contents"][0]["standards"][0]
    standard |= edits.get("standard", {})
    standard["parts"][0] |= edits.get("part", {})
    data["items"][0] |= edits.get("item", {})
    data |= edits.get("whole", {})
    return data


@pytest.mark.parametrize(
    ("edits", "change"),
    [
        ({"standard": {"title": "新的标准"}},
         ("standard", "s1", "reworded", "title", "标准", "新的标准")),
        ({"standard": {"requirement": "每日清扫"}},
         ("standard", "s1", "reworded", "requirement.zh", "", "每日清扫")),
        ({"standard": {"requirement": {"en": "Swept daily"}}},
         ("standard", "s1", "reworded", "requirement.en", "", "Swept daily")),
        ({"part": {"points": 55}}, ("part", "s1-a", "points", "points", "60", "55")),
        ({"part": {"rule": {"kind": "rate"}}},
         ("part", "s1-a", "rule", "rule", '{"kind": "mean"}', "")),
        ({"item": {"veto": True}}, ("item", "CLEAN-01", "rule", "veto", "", "true")),
        ({"item": {"weight": 2}}, ("item", "CLEAN-01", "points", "weight", "", "2")),
        ({"whole": {"version": "2"}}, ("framework", "small", "reworded", "version", "1", "2")),
        ({"whole": {"settings": {"places": 1}}},
         ("framework", "small", "rule", "settings.places", "", "1")),
        ({"whole": {"sanctions": []}}, ("sanction", "PRIZE", "removed", "", "", "")),
    ],
)  # fmt: skip
def test_it_says_what_changed(
    typed: Type, before: Path, tmp_path: Path, edits: dict[str, Any], change: tuple[str, ...]
) -> None:
    after = save(tmp_path / "after.yaml", changed(**edits))
    answer = typed("framework", "diff", before, after, "--json")
    assert answer.code == 1
    names = ("what", "id", "kind", "field", "before", "after")
    [found] = [tuple(entry[name] for name in names) for entry in answer.json["changes"]]
    assert found == change


def moved() -> dict[str, Any]:
    """The small framework with its standard in a second content."""
    data = small()
    contents = data["projects"][0]["contents"]
    standard = contents[0]["standards"][0]
    part = standard["parts"].pop()
    contents[0]["standards"] = [{"id": "s2", "title": "另一标准", "parts": [part]}]
    contents.append({"id": "c2", "title": "另一内容", "standards": [standard]})
    return data


def test_it_says_what_was_added_and_moved(typed: Type, before: Path, tmp_path: Path) -> None:
    after = save(tmp_path / "after.yaml", moved())
    changes = typed("framework", "diff", before, after, "--json").json["changes"]
    assert {(c["id"], c["kind"], c["before"], c["after"]) for c in changes} == {
        ("c2", "added", "", ""),
        ("s2", "added", "", ""),
        ("s1", "moved", "c", "c2"),
        ("s1-c", "moved", "s1", "s2"),
    }


def test_it_tells_a_person_what_changed(typed: Type, before: Path, tmp_path: Path) -> None:
    after = save(tmp_path / "after.yaml", changed(part={"points": 55}))
    answer = typed("framework", "diff", before, after, "--lang", "zh")
    assert answer.out.splitlines() == ["~ 测评分项 s1-a", "    分值 points: 60 → 55"]
    assert answer.err == "共 1 处不同\n"


def test_it_writes_the_changes_as_a_workbook(typed: Type, before: Path, tmp_path: Path) -> None:
    after, out = save(tmp_path / "after.yaml", moved()), tmp_path / "changes.xlsx"
    assert typed("framework", "diff", before, after, "--out", out).code == 1
    [rows] = sheets(out).values()
    assert {row[rows[0].index("id")] for row in rows[1:]} == {"c2", "s2", "s1", "s1-c"}


def test_it_prints_the_published_schema(typed: Type, before: Path) -> None:
    schema = json.loads(typed("framework", "schema").out)
    assert schema["properties"].keys() >= yaml.safe_load(before.read_text("utf-8")).keys()
