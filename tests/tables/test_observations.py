"""Observations against a framework: what is taken, and the sentence for what is not."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chuangcheng.engine.assess import assess
from chuangcheng.engine.framework import Framework, Title
from chuangcheng.engine.repeats import folded
from chuangcheng.engine.tally import COLUMNS
from chuangcheng.tables.faults import FaultsError
from chuangcheng.tables.observations import read_observations, read_parts
from chuangcheng.tables.places import Place
from tests.engine.small import framework as small
from tests.tables.conftest import Faulty
from tests.tables.rows import CHINESE, GOOD, HEADER, parquet, text, write

ASK = {"item": "ASK-05", "point_type": "", "method": "survey", "visit": "q"}


def test_it_gives_the_columns_that_the_engine_takes(tmp_path: Path, framework: Framework) -> None:
    frame = read_observations([write(tmp_path / "o.csv", {})], framework).collect()
    assert frame.columns == list(COLUMNS)
    assert assess(frame, framework).ranks()["raw"].to_list() == pytest.approx([100])


def test_it_takes_chinese_headers_and_words(tmp_path: Path, framework: Framework) -> None:
    row = {"point_type": "农贸市场", "method": "实地测评", "result": "当场整改", "item": "干净整洁"}
    file = tmp_path / "o.csv"
    file.write_text(text(row, header=CHINESE), "gb18030")
    [read] = read_observations([file], framework).collect().to_dicts()
    assert (read["point_type"], read["method"]) == ("market", "onsite")
    assert (read["result"], read["item"]) == ("fixed", "CLEAN-01")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("符合", "pass"),
        ("不符合", "fail"),
        ("当场整改", "fixed"),
        ("再次发现", "again"),
        ("不适用", "na"),
        ("无此类点位", "absent"),
        (" PASS ", "pass"),
    ],
)
def test_it_knows_results_by_their_words(
    tmp_path: Path, framework: Framework, written: str, meant: str
) -> None:
    file = write(tmp_path / "o.csv", {"result": written})
    assert read_observations([file], framework).collect()["result"].to_list() == [meant]


def test_it_leaves_a_word_that_a_rule_uses_itself(tmp_path: Path, framework: Framework) -> None:
    own = framework.model_dump()
    own["items"][4]["rule"]["answers"] = {"符合": 1.0, "不符合": 0.0}
    file = write(tmp_path / "o.csv", {"result": "符合"}, {**ASK, "result": "符合"})
    frame = read_observations([file], Framework.model_validate(own)).collect()
    assert frame["result"].to_list() == ["pass", "符合"]


@pytest.mark.parametrize(
    ("row", "place", "sentence"),
    [
        ({"item": "CLEAN-10"}, "item", "no item CLEAN-10; did you mean CLEAN-01?"),
        ({"item": "xyz"}, "item", "no item xyz; correct its id"),
        ({"item": "POSTER-02", "point_type": "park", "count": "1", "of": "2"}, "item",
         "POSTER-02 is not asked at a point of kind park"),
        ({"point_type": "markt"}, "point_type", "no kind of point markt; did you mean market?"),
        ({"method": "survey"}, "method", "CLEAN-01 is judged by onsite, not by survey"),
        ({"result": "good"}, "result", 'CLEAN-01 knows no result "good"; write one of pass, fail'),
        ({"result": ""}, "result", "the cell is empty"),
        ({"area": ""}, "area", "the cell is empty"),
        ({"item": ""}, "item", "the cell is empty"),
        ({"visit": " "}, "visit", "the cell is empty"),
        ({"count": "many"}, "count", '"many" is not a number'),
        ({"count": "inf"}, "count", '"inf" is not a number'),
        ({"count": "-1"}, "count", "-1 is negative"),
        ({"of": "0"}, "of", "0 is not above 0"),
        ({"count": "5", "of": "4"}, "count", "5 of 4 is a share outside 0 to 1"),
        ({"item": "POSTER-02", "result": "fail", "of": "4"}, "count",
         "POSTER-02 is judged by this number, but the cell is empty"),
        ({"item": "POSTER-02", "result": "pass", "count": "3"}, "of",
         "POSTER-02 is judged by this number, but the cell is empty"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_a_row(
    tmp_path: Path, faulty: Faulty, row: dict[str, str], place: str, sentence: str
) -> None:
    [said] = faulty(write(tmp_path / "o.csv", {"visit": "v0"}, row))
    assert said.startswith(f"o.csv, row 3, column {place}: ")
    assert sentence in said


def test_it_counts_faults_in_whole_numbers(tmp_path: Path) -> None:
    rule = {"kind": "per_occurrence", "each": 0.1}
    part = {"items": ["spots"], "points": 10, "rule": {"kind": "deduct"}}
    counted = small(part, items=[{"id": "spots", "title": "spots", "rule": rule}])
    two, broken = ({"item": "spots", "result": "fail", "count": n} for n in ("2.0", "2.5"))
    read_observations([write(tmp_path / "two.csv", two)], counted)
    with pytest.raises(FaultsError) as caught:
        read_observations([write(tmp_path / "broken.csv", broken)], counted)
    assert "2.5 is not a whole number" in str(caught.value.lines("en"))


@pytest.mark.parametrize(
    "row",
    [
        {"item": "TREND-06", "count": "-3", "result": "fail"},
        {"item": "LAMP-03", "count": "96", "of": "100", "result": ""},
        {"item": "PLAN-04", "point_type": "", "method": "papers", "result": "B"},
        {"visit": "", "result": "absent"},
        {"method": "", "unit": "", "point": ""},
        {"item": "POSTER-02", "result": "na"},
    ],
)
def test_it_takes_what_is_right(tmp_path: Path, framework: Framework, row: dict[str, str]) -> None:
    frame = read_observations([write(tmp_path / "o.csv", row)], framework).collect()
    assert assess(frame, framework).scores().height > 0


def test_it_says_all_faults_at_once_in_the_order_of_the_rows(
    tmp_path: Path, faulty: Faulty
) -> None:
    rows = [{"item": "nothing", "visit": f"v{n}", "area": ""} for n in range(3)]
    places = [line.partition(":")[0] for line in faulty(write(tmp_path / "o.csv", *rows))]
    assert places == [f"o.csv, row {n}, column {c}" for n in (2, 3, 4) for c in ("area", "item")]


def test_it_says_the_faults_of_all_files(tmp_path: Path, faulty: Faulty) -> None:
    first = write(tmp_path / "a.csv", {"item": "nothing"})
    second = parquet(tmp_path / "b.parquet", {"item": "nothing", "visit": "v2"})
    assert [line.split(":")[0] for line in faulty(first, second)] == [
        "a.csv, row 2, column item",
        "b.parquet, row 2, column item",
    ]


def test_it_finds_a_visit_that_judges_an_item_twice(tmp_path: Path, faulty: Faulty) -> None:
    first = write(tmp_path / "a.csv", {}, {"visit": "v2"})
    second = write(tmp_path / "b.csv", {"visit": "v3"}, {"result": "fail"})
    [said] = faulty(first, second)
    assert "b.csv, row 3, column visit: visit v1 already judged CLEAN-01 in" in said
    assert said.endswith("a.csv, row 2; remove one of them")


def test_it_takes_every_answer_of_a_visit_once(
    tmp_path: Path, framework: Framework, faulty: Faulty
) -> None:
    yes, no = {**ASK, "result": "满意", "count": "8"}, {**ASK, "result": "不满意", "count": "2"}
    file = write(tmp_path / "o.csv", yes, no)
    assert read_observations([file], framework).collect().height == 2
    assert "already judged" in faulty(write(file, yes, no, yes))[0]


def by_parts(path: Path, *rows: dict[str, str]) -> Path:
    """Good rows with some cells otherwise, each with its part."""
    named = [{**GOOD, "repeat": "", **row} for row in rows]
    path.write_text(text(*named, header=(*HEADER, "repeat")), "utf-8")
    return path


def test_it_makes_the_parts_of_a_composite_point_one(tmp_path: Path, framework: Framework) -> None:
    stops = [{}, {"repeat": "2", "result": "不符合"}, {"repeat": "3", "result": "不适用"}]
    file = by_parts(tmp_path / "o.csv", *stops, {"visit": "v2"})
    read = read_observations([file], framework).collect()
    assert read.columns == list(COLUMNS)
    assert sorted(read.select("visit", "result").rows()) == [("v1", "fail"), ("v2", "pass")]
    assert read_parts([file], framework).collect()["repeat"].to_list() == ["", "2", "3", ""]


def test_it_refuses_a_part_judged_twice(tmp_path: Path, faulty: Faulty) -> None:
    [said] = faulty(by_parts(tmp_path / "o.csv", *({"repeat": part} for part in "232")))
    assert "row 4, column visit: visit v1 already judged CLEAN-01 in" in said


PARTS = st.lists(
    st.tuples(
        st.sampled_from(["v1", "v2"]),
        st.sampled_from([("CLEAN-01", ""), ("POSTER-02", "3")]),
        st.sampled_from(["", "2", "三"]),
        st.sampled_from(["pass", "fail", "na"]),
    ),
    unique_by=lambda part: part[:3],
    min_size=1,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=PARTS)
def test_it_reads_parts_back_as_they_were_written(
    tmp_path: Path, framework: Framework, parts: list[tuple[str, tuple[str, str], str, str]]
) -> None:
    rows = [
        {"visit": visit, "item": item, "repeat": part, "result": result, "count": count, "of": "5"}
        for visit, (item, count), part, result in parts
    ]
    file = by_parts(tmp_path / "o.csv", *rows)
    read = read_parts([file], framework).collect()
    named = [tuple(row[name] for name in ("visit", "item", "repeat")) for row in rows]
    assert read.select("visit", "item", "repeat").rows() == named
    rules = {item.id: item.rule for item in framework.items}
    whole = read_observations([file], framework).collect()
    assert whole.sort("visit", "item").equals(folded(rules, read).sort("visit", "item"))


def test_it_knows_the_areas_when_told_them(tmp_path: Path, faulty: Faulty) -> None:
    file = write(tmp_path / "o.csv", {"area": "禾丰街到"}, {"area": "禾丰街道", "visit": "v2"})
    [said] = faulty(file, areas=["禾丰街道"])
    assert "row 2, column area: there is no area 禾丰街到; did you mean 禾丰街道?" in said


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"point": "P9"}, "there is no point P9"),
        ({"area": "B"}, "the library of points has P1 as a market in A"),
        ({"point_type": "park"}, "the library of points has P1 as a market in A"),
    ],
)
def test_it_holds_points_against_the_library_of_points(
    tmp_path: Path, faulty: Faulty, row: dict[str, str], sentence: str
) -> None:
    points = {"P1": Place("P1", "农贸市场", "A", Title(zh="菜场"))}
    [said] = faulty(write(tmp_path / "o.csv", {"visit": "v0"}, row), points=points)
    assert said.startswith(f"o.csv, row 3, column point: {sentence}")


CELLS = {
    "item": ["CLEAN-01", "POSTER-02", "LAMP-03", "PLAN-04", "ASK-05", "TREND-06"],
    "result": ["pass", "符合", "不符合", "fixed", "na", "absent", "A", "满意", ""],
    "count": ["", "0", "3", "-2", "0.5"],
    "of": ["", "4"],
    "point_type": ["market", "公园", ""],
    "visit": ["", "v1", "v2", "v3", "v4"],
}
ROWS = st.lists(
    st.fixed_dictionaries({k: st.sampled_from(v) for k, v in CELLS.items()}), min_size=1
)


def sound(path: Path, framework: Framework, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows in which the reader finds no fault."""
    try:
        read_observations([write(path, *rows)], framework, shown=None)
    except FaultsError as error:
        faulty = {fault.row for fault in error.faults}
        return [row for number, row in enumerate(rows, 2) if number not in faulty]
    return rows


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_it_lets_nothing_through_that_the_engine_refuses(
    tmp_path: Path, framework: Framework, rows: list[dict[str, str]]
) -> None:
    file = tmp_path / "o.csv"
    good = sound(file, framework, [{**row, "method": ""} for row in rows])
    assume(good)
    frame = read_observations([write(file, *good)], framework).collect()
    assert assess(frame, framework).losses()["lost"].is_finite().all()


def test_it_counts_the_faults_it_does_not_show(tmp_path: Path, faulty: Faulty) -> None:
    file = write(tmp_path / "o.csv", *({"item": "x", "visit": str(n)} for n in range(250)))
    lines = faulty(file)
    assert (len(lines), lines[-1]) == (101, "… and 150 more")


def test_it_spells_out_all_faults_when_asked(tmp_path: Path, framework: Framework) -> None:
    file = write(tmp_path / "o.csv", *({"item": "x", "visit": str(n)} for n in range(250)))
    with pytest.raises(FaultsError) as caught:
        read_observations([file], framework, shown=None)
    assert len(caught.value.faults) == caught.value.total == 250


def test_it_says_faults_in_chinese_by_the_headers_of_the_file(
    tmp_path: Path, framework: Framework
) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text({"item": "CLEAN-10"}, header=CHINESE), "utf-8")
    with pytest.raises(FaultsError) as caught:
        read_observations([file], framework)
    [said] = caught.value.lines("zh")
    assert said == f"{file} 第2行“项目”列：测评体系里没有条目 CLEAN-10；是否应为 CLEAN-01？"


def test_it_finds_the_same_faults_in_parquet(tmp_path: Path, faulty: Faulty) -> None:
    rows: list[dict[str, str]] = [
        {"item": "CLEAN-10"},
        {"visit": "v2", "count": "5", "of": "4"},
        {"visit": "v2"},
    ]
    said = faulty(write(tmp_path / "o.csv", *rows))
    assert len(said) == 3
    same = [line.replace("o.csv", "o.parquet") for line in said]
    assert faulty(parquet(tmp_path / "o.parquet", *rows)) == same


def test_it_takes_whole_numbers_and_categories_of_parquet(
    tmp_path: Path, framework: Framework
) -> None:
    file = tmp_path / "o.parquet"
    row = {**GOOD, "visit": 7, "item": "POSTER-02", "count": 3, "of": 4}
    frame = pl.DataFrame([row]).with_columns(pl.col("area", "result").cast(pl.Categorical))
    frame.write_parquet(file)
    [read] = read_observations([file], framework).collect().to_dicts()
    assert (read["visit"], read["count"], read["of"]) == ("7", 3.0, 4.0)


def test_it_gives_the_same_scores_from_one_file_or_many(
    tmp_path: Path, framework: Framework
) -> None:
    rows = [{"visit": f"v{n}", "result": "fail" if n % 3 else "pass"} for n in range(12)]
    whole = read_observations([write(tmp_path / "all.csv", *rows)], framework)
    folder = tmp_path / "some"
    folder.mkdir()
    write(folder / "1.csv", *rows[7:])
    parquet(folder / "2.parquet", *rows[:7])
    split = read_observations([folder], framework)
    assert assess(whole, framework).scores().equals(assess(split, framework).scores())
