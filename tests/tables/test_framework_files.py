"""Frameworks in and out of files, and every fault at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from chuangcheng import library
from chuangcheng.engine.framework import Framework
from chuangcheng.tables.faults import FaultsError
from chuangcheng.tables.frameworks.comparing import compare
from chuangcheng.tables.frameworks.files import read_framework, write_framework
from chuangcheng.tables.frameworks.plainly import json_schema
from tests.engine.worlds import world
from tests.tables.conftest import small

ENDINGS = ["yaml", "yml", "json", "xlsx"]
#: What people can write in a cell: no control characters, and not blanks alone.
TEXTS = st.text(st.characters(exclude_categories=["C"], include_characters="\n")).filter(
    lambda text: not text or bool(text.strip())
)
NUMBERS = st.floats(0, 1e6, exclude_min=True).filter(lambda number: number > 1e-300)


def there_and_back(framework: Framework, path: Path) -> Framework:
    write_framework(framework, path)
    return read_framework(path)


def said(path: Path) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        read_framework(path)
    return [line.removeprefix(str(path)).lstrip(", :") for line in caught.value.lines("en")]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", library.names())
def test_it_gives_back_every_framework_that_ships(tmp_path: Path, name: str, ending: str) -> None:
    framework = read_framework(library.path(name))
    assert there_and_back(framework, tmp_path / f"f.{ending}") == framework


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("ending", ["yaml", "json", "xlsx"])
def test_it_gives_back_any_rules(
    tmp_path_factory: pytest.TempPathFactory, ending: str, seed: int
) -> None:
    framework = world(seed).framework
    assert there_and_back(framework, tmp_path_factory.mktemp("f") / f"f.{ending}") == framework


@settings(max_examples=40, deadline=None)
@given(words=st.tuples(TEXTS, TEXTS), number=NUMBERS, share=st.floats(0, 1))
@pytest.mark.parametrize("ending", ["yaml", "json", "xlsx"])
def test_it_gives_back_any_words_and_numbers(
    tmp_path_factory: pytest.TempPathFactory,
    ending: str,
    words: tuple[str, str],
    number: float,
    share: float,
) -> None:
    data = small()
    data["note"] = data["items"][0]["exceptions"] = words[0]
    data["items"][4]["rule"]["answers"] = {words[1]: share, "满意": 1}
    data["settings"] = {"full": number}
    framework = Framework.model_validate(data)
    assert there_and_back(framework, tmp_path_factory.mktemp("f") / f"f.{ending}") == framework


def test_it_writes_a_workbook_in_either_language(tmp_path: Path) -> None:
    framework = Framework.model_validate(small())
    write_framework(framework, tmp_path / "f.xlsx", lang="en")
    assert read_framework(tmp_path / "f.xlsx") == framework


def test_it_publishes_the_schema_of_the_model() -> None:
    published = library.path(library.names()[0]).parents[1] / "schema" / "framework.schema.json"
    assert published.read_text("utf-8") == json_schema()


def write(path: Path, data: dict[str, Any]) -> Path:
    """A framework as data in a file, sound or not."""
    if path.suffix == ".json":
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    else:
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def unsound() -> dict[str, Any]:
    """A framework whose shape is right and whose sums and references are not."""
    data = small()
    data["projects"][0]["points"] = 90
    data["items"].append({"id": "CLEAN-01", "title": "又一个"})
    data["items"].append({"id": "LOST-07", "title": "没人要"})
    data["point_types"][1]["items"] = ["NONE-09"]
    return data


UNSOUND = [
    "p says 90 points but its parts add up to 100; make the two agree",
    "the id CLEAN-01 is used twice; give each of them its own",
    "there is no item NONE-09; correct the id or add it",
]


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_it_says_all_that_does_not_hold_together(tmp_path: Path, ending: str) -> None:
    lines = said(write(tmp_path / f"f.{ending}", unsound()))
    assert sorted(line.split(": ", 1)[1] for line in lines) == sorted(UNSOUND)


def test_it_says_the_line_and_column_in_yaml(tmp_path: Path) -> None:
    path = write(tmp_path / "f.yaml", unsound())
    text = path.read_text("utf-8").splitlines()
    for line in said(path):
        place, _, sentence = line.partition(": ")
        row, column = (int(word.split()[1]) for word in place.split(", "))
        named = sentence.split()[0] if "says" in sentence else ""
        assert text[row - 1][column - 1 :].startswith(("id:", named and f"id: {named}"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"colour": "red"}, "there is no key colour; correct its spelling or remove it"),
        ({"version": 1}, '"1" should be text; put it in quotes'),
        ({"id": "a b"}, 'the id "a b" may not hold spaces'),
        ({"items": []}, "it needs at least one entry; add one"),
        ({"settings": {"full": "many"}}, '"many" is not a number; correct it'),
        ({"settings": {"full": -1}}, "-1 should be above 0; correct it"),
        ({"settings": {"places": 12}}, "12 should be at most 9; correct it"),
        ({"settings": {"ranking": "fair"}}, "\"fair\" should be one of 'competition' or 'ordinal'"),
        ({"settings": 5}, "it should hold keys and values; write it so"),
        ({"methods": "onsite"}, "it should be a list; write it as one"),
        ({"items": [{"id": "X", "title": "x", "rule": {"kind": "luck"}}]}, 'no rule "luck"'),
        ({"items": [{"id": "X", "title": "x", "rule": {"n": 1}}]}, "kind is missing"),
        ({"items": [{"id": "X"}]}, "title is missing; add it"),
        ({"items": [{"id": "X", "title": ""}]}, "it is empty; fill it in"),
        ({"items": [{"id": "X", "title": "x", "veto": "perhaps"}]}, "should be true or false"),
        (
            {
                "items": [
                    {"id": "X", "title": "x", "rule": {"kind": "linear", "floor": 1, "target": 1}}
                ]
            },
            "floor and target are equal; give two different numbers",
        ),
    ],
)
def test_it_says_what_is_wrong_with_a_shape(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    lines = said(write(tmp_path / "f.yaml", small() | change))
    assert any(sentence in line for line in lines), lines


def test_it_speaks_chinese_of_every_fault_of_shape_and_sum(tmp_path: Path) -> None:
    path = write(tmp_path / "f.yaml", unsound())
    with pytest.raises(FaultsError) as caught:
        read_framework(path)
    chinese = {fault.sentence.zh for fault in caught.value.faults}
    assert "p 写的是 90 分，而其下各分项合计 100 分；请使两者一致" in chinese
    assert all(fault.sentence.zh != fault.sentence.en for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("f.yaml", "id: [a\n", "this is not valid YAML"),
        ("f.yaml", "id: a\nid: b\n", "the key id stands twice in one place; keep one"),
        ("f.yaml", "a: &a [*a]\n", "anchors (& and *) go round in a circle"),
        ("f.yaml", "a: !!python/object:os.system {}\n", "this is not valid YAML"),
        ("f.yaml", "", "it should hold keys and values"),
        ("f.json", '{"id": 1,}', "this is not valid JSON"),
        ("f.json", '{"id": "a", "id": "b"}', "the key id stands twice in one place"),
        ("f.xlsx", "no workbook", "the file is cut off or is no xlsx file"),
        ("f.txt", "id: a", "a framework is kept as .yaml, .json or .xlsx"),
    ],
)
def test_it_refuses_what_is_no_framework(
    tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert any(sentence in line for line in said(tmp_path / name))


def test_it_refuses_anchors_that_unfold_without_end(tmp_path: Path) -> None:
    layers = ["a0: &a0 [x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)
    ]
    (tmp_path / "f.yaml").write_text("\n".join(layers), "utf-8")
    assert "unfold too far" in said(tmp_path / "f.yaml")[0]


def test_it_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert said(tmp_path / "f.yaml") == ["there is no such file or folder; correct it"]


def test_it_reads_a_file_in_gb18030(tmp_path: Path) -> None:
    text = yaml.safe_dump(small(), allow_unicode=True)
    (tmp_path / "f.yaml").write_text(text, "gb18030")
    assert read_framework(tmp_path / "f.yaml") == Framework.model_validate(small())


Sheets = dict[str, list[list[str]]]


def sheets() -> Sheets:
    """A small framework as its sheets."""
    return {
        "测评体系": [["编号", "f"], ["版本", "1"], ["名称", "小体系"]],
        "测评方法": [["编号", "上级", "名称", "权重"], ["onsite", "", "实地测评", "100"]],
        "测评内容": [
            ["编号", "上级", "名称", "分值"],
            ["p", "", "项目", "10"],
            ["c", "p", "内容", "10"],
            ["s", "c", "标准", "10"],
        ],
        "测评分项": [
            ["编号", "测评标准", "测评方法", "分值", "测评条目"],
            ["s-a", "s", "onsite", "10", "X"],
        ],
        "测评条目": [["编号", "名称", "评分规则"], ["X", "整洁", "pass_fail"]],
    }


def save(path: Path, pages: Sheets) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in pages.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def test_it_reads_a_workbook_somebody_typed(tmp_path: Path) -> None:
    framework = read_framework(save(tmp_path / "f.xlsx", sheets()))
    assert [part.points for part in framework.parts()] == [10.0]


def test_it_reads_a_workbook_by_the_names_that_sheets_had_before(tmp_path: Path) -> None:
    pages = sheets()
    pages["测评分项"][0][4] = "项目"
    before = {"测评体系": "体系", "测评分项": "计分部分", "测评条目": "项目"}
    path = save(tmp_path / "f.xlsx", {before.get(name, name): it for name, it in pages.items()})
    assert read_framework(path) == read_framework(save(tmp_path / "new.xlsx", sheets()))


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "lines"),
    [
        ("测评内容", 1, ["p", "s", "项目", "10"],
         ["sheet 测评内容, row 2, column 上级: the parents go round in a circle: p → s → c → p"]),
        ("测评内容", 2, ["c", "q", "内容", "10"],
         ["sheet 测评内容, row 3, column 上级: there is no parent q; add it there"]),
        ("测评内容", 3, ["c", "c", "标准", "10"],
         ["sheet 测评内容, row 4, column 编号: the id c is already used in row 3; give each",
          "sheet 测评分项, row 2, column 测评标准: there is no standard s; add it there"]),
        ("测评内容", 1, ["p", "", "项目", "12"],
         ["sheet 测评内容, row 2: p says 12 points but its parts add up to 10; make the two"]),
        ("测评分项", 1, ["s-a", "c", "onsite", "10", "X"],
         ["sheet 测评分项, row 2, column 测评标准: c is of another level; the tree has"]),
        ("测评分项", 1, ["s-a", "s", "onsite", "ten", "X"],
         ['sheet 测评分项, row 2, column 分值: "ten" is not a number; correct it']),
        ("测评条目", 1, ["X", "整洁", "luck"],
         ["sheet 测评条目, row 2, column 评分规则: there is no rule \"luck\"; use one of"]),
        ("测评方法", 1, ["onsite", "onsite", "实地测评", "100"],
         ["sheet 测评方法, row 2, column 上级: the parents go round in a circle: onsite → onsite"]),
        ("测评条目", 0, ["编号", "名称", "颜色"],
         ["sheet 测评条目, row 1, column 颜色: there is no field called 颜色"]),
        ("测评体系", 2, ["名称", ""], ["sheet 测评体系"]),
    ],
)  # fmt: skip
def test_it_says_the_sheet_row_and_column_in_a_workbook(
    tmp_path: Path, sheet: str, row: int, cells: list[str], lines: list[str]
) -> None:
    pages = sheets()
    pages[sheet][row] = cells
    found = said(save(tmp_path / "f.xlsx", pages))
    assert len(found) == len(lines), found
    assert all(one.startswith(line) for one, line in zip(found, lines, strict=True)), found


def test_it_names_sheets_that_are_missing(tmp_path: Path) -> None:
    pages = sheets()
    del pages["测评条目"], pages["测评分项"]
    assert [line.split(" (")[0] for line in said(save(tmp_path / "f.xlsx", pages))] == [
        "the sheet parts",
        "the sheet items",
    ]


def test_it_takes_titles_of_answers_and_bands_there_and_back(tmp_path: Path) -> None:
    data = small()
    satisfied = {"满意": {"zh": "很满意", "en": "Very: satisfied"}, "不满意": "不满意"}
    data["items"][4]["rule"]["titles"] = satisfied
    data["items"][2]["rule"]["bands"] = [
        {"least": 0.95, "share": 1, "title": {"zh": "达标", "en": "Reached"}},
        {"least": 0.9, "share": 0.5},
    ]
    framework = Framework.model_validate(data)
    for ending in ENDINGS:
        assert there_and_back(framework, tmp_path / f"f.{ending}") == framework


def test_it_tells_a_new_title_of_an_answer_from_a_new_rule() -> None:
    before, after = small(), small()
    after["items"][4]["rule"]["titles"] = {"满意": {"zh": "很满意", "en": "Very"}}
    changes = compare(Framework.model_validate(before), Framework.model_validate(after))
    assert [(change.kind, change.field, change.after) for change in changes] == [
        ("reworded", "rule.titles.zh", '{"满意": "很满意"}'),
        ("reworded", "rule.titles.en", '{"满意": "Very"}'),
    ]


def test_it_reads_a_workbook_with_both_languages_in_one_cell(tmp_path: Path) -> None:
    pages = sheets()
    pages["测评条目"] = [["编号", "名称", "guidance"], ["X", "整洁", "沿路看。\nWalk along."]]
    (item,) = read_framework(save(tmp_path / "f.xlsx", pages)).items
    assert (item.guidance.zh, item.guidance.en) == ("沿路看。", "Walk along.")


def test_it_says_where_a_title_is_of_no_answer(tmp_path: Path) -> None:
    pages = sheets()
    head = ["编号", "名称", "评分规则", "等级与得分比例", "各档名称"]
    pages["测评条目"] = [head, ["X", "整洁", "grade", "A:1; B:0.5", "A:优; D:差"]]
    (line,) = said(save(tmp_path / "f.xlsx", pages))
    assert line.startswith('sheet 测评条目, row 2, column 各档名称: there is a title for "D"')


def test_it_keeps_the_languages_of_a_text_apart_in_a_workbook(tmp_path: Path) -> None:
    data = small() | {"note": {"zh": "示范", "en": "A model"}}
    path = tmp_path / "f.xlsx"
    write_framework(Framework.model_validate(data), path)
    rows = {row[0]: row[1] for row in CalamineWorkbook.from_path(path)
            .get_sheet_by_name("测评体系").to_python()}  # fmt: skip
    assert (rows["说明"], rows["英文说明"]) == ("示范", "A model")
