"""`combine` and `years` on tables as cities publish them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from tests.analyst.conftest import CASES, Type

STREETS = CASES / "nantong_2017_08_streets.csv"
STREET_WEIGHTS = "system_40pct=40,onsite_40pct=40,duty_20pct=20"
NANTONG = ("combine", STREETS, "--by", "unit", "--weights", STREET_WEIGHTS)
VILLAGES = CASES / "nanan_matou_2019_05.csv"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_it_lists_the_one_street_that_the_city_printed_wrongly(typed: Type) -> None:
    [slip] = typed(*NANTONG, "--ranking", "ordinal", "--json").json["differences"]
    assert slip["by"] == "金沙街道"
    assert (slip["row"], slip["printed"], slip["computed"]) == (13, "92.93", "92.94")
    assert slip["difference"] == "-0.01"


def test_it_keeps_what_was_printed_beside_what_it_computes(typed: Type) -> None:
    first = table(typed(*NANTONG).out)[0]
    assert (first["printed_total"], first["total"]) == ("94.91", "94.91")
    assert (first["printed_rank"], first["rank"]) == ("1", "1")
    assert first["duty_20pct"] == "95.80"


def test_it_sees_that_tied_streets_were_ranked_in_order(typed: Type) -> None:
    answer = typed(*NANTONG, "--json").json
    assert [d["by"] for d in answer["differences"]] == ["钟秀街道", "金沙街道"]


def test_it_ranks_all_villages_as_printed(typed: Type) -> None:
    answer = typed("combine", VILLAGES, "--by", "village", "--weights", "score=100", "--check")
    assert answer.code == 0
    assert answer.err.splitlines() == ["24 rows, 0 differences"]
    assert [row["rank"] for row in table(answer.out)][-4:] == ["21", "22", "23", "24"]


def test_it_leaves_with_one_when_asked_to_check_and_something_differs(typed: Type) -> None:
    assert typed(*NANTONG).code == 0
    assert typed(*NANTONG, "--check").code == 1


def test_it_speaks_chinese_when_asked(typed: Type) -> None:
    answer = typed(*NANTONG, "--ranking", "ordinal", "--lang", "zh")
    assert "第13行 金沙街道：total 印作 92.93，算得 92.94，相差 -0.01" in answer.err


def test_it_truncates_when_told_to(typed: Type) -> None:
    rows = table(typed(*NANTONG, "--rounding", "truncate").out)
    assert next(row["total"] for row in rows if row["unit"] == "金沙街道") == "92.93"


def test_it_ranks_within_groups(typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "groups.csv"
    file.write_text("单位,组,分数\n甲,一,90\n乙,二,80\n丙,一,95\n", "gb18030")
    answer = typed("combine", file, "--by", "单位", "--weights", "分数=100", "--group", "组")
    assert [row["rank"] for row in table(answer.out)] == ["2", "1", "1"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_it_writes_a_file_and_nothing_beside_it(typed: Type, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    assert typed(*NANTONG, "--out", out).code == 0
    assert list(tmp_path.iterdir()) == [out]
    again = typed("combine", out, "--by", "unit", "--weights", STREET_WEIGHTS, "--json").json
    assert again["differences"] == []


def test_it_takes_its_parquet_for_what_it_is(typed: Type, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    typed(*NANTONG, "--out", out)
    assert pl.read_parquet(out)["total"][0] == "94.91"


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("system_40pct=40", "these to 40"),
        ("system_40pct=0", "above 0, and 0 is not"),
        ("system_40pct", "write column=weight"),
        ("system_40pct=many", "weights are numbers"),
    ],
)
def test_it_refuses_weights_it_cannot_use(typed: Type, weights: str, said: str) -> None:
    answer = typed("combine", STREETS, "--by", "unit", "--weights", weights)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_it_names_every_cell_that_is_no_number(typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("unit,a,b\n甲,90,九十\n乙,,80\n,70,60\n", "utf-8")
    answer = typed("combine", file, "--by", "unit", "--weights", "a=50,b=50")
    assert answer.code == 2
    assert f'{file}, row 2, column b: "九十" is not a number' in answer.err
    assert f"{file}, row 3, column a: the cell is empty" in answer.err
    assert f"{file}, row 4, column unit: the cell is empty" in answer.err


def test_it_names_columns_that_are_not_there(typed: Type) -> None:
    answer = typed("combine", STREETS, "--by", "who", "--weights", "what=100")
    assert answer.code == 2
    assert "no column who" in answer.err
    assert "no column what" in answer.err


def test_it_adds_up_three_years(typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "years.csv"
    file.write_text("城市,2020年,2018年,2019年,总分\n甲,94.65,91.2,92.4,93.57\n", "utf-8-sig")
    answer = typed("years", file, "--weights", "15,25,60", "--check")
    assert (answer.code, table(answer.out)[0]["total"]) == (0, "93.57")


def test_it_takes_the_years_columns_as_named(typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "years.csv"
    file.write_text("who,first,second\na,80,90\nb,90,80\n", "utf-8")
    answer = typed("years", file, "--weights", "40,60", "--columns", "first,second")
    assert [row["total"] for row in table(answer.out)] == ["86.00", "84.00"]


def test_it_refuses_years_without_weights(typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "years.csv"
    file.write_text("who,2018,2019\na,80,90\n", "utf-8")
    answer = typed("years", file, "--weights", "15,25,60")
    assert answer.code == 2
    assert "2 columns of years for 3 weights" in answer.err
