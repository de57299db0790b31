"""`draw`: points from a public seed, and what anybody can check about them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.analyst.conftest import Answer, Type

SEED = "双色球 2026001 期 03 08 14"


@pytest.fixture
def points(tmp_path: Path) -> Path:
    """A library of 30 points: two kinds in each of three areas."""
    rows = [
        f"{area}{kind}{number},{kind},{area},点位{number}"
        for area in "甲乙丙"
        for kind in ("market", "park")
        for number in range(5)
    ]
    path = tmp_path / "points.csv"
    path.write_text("\n".join(["点位,点位类型,区域,名称", *rows]) + "\n", "gb18030")
    return path


def drawn(answer: Answer) -> list[str]:
    return [row["point"] for row in csv.DictReader(io.StringIO(answer.out))]


def table(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8-sig")
    return path


def test_it_draws_the_same_points_from_the_same_seed(typed: Type, points: Path) -> None:
    first = drawn(typed("draw", points, "--seed", SEED, "--total", "12"))
    assert len(set(first)) == 12
    assert drawn(typed("draw", points, "--seed", SEED, "--total", "12")) == first
    assert drawn(typed("draw", points, "--seed", f"{SEED} 15", "--total", "12")) != first


def test_it_draws_by_quotas_and_leaves_out_who_is_excluded(
    typed: Type, points: Path, tmp_path: Path
) -> None:
    quotas = table(tmp_path / "q.csv", "区域,点位类型,配额\n甲,market,4\n乙,park,1\n")
    out = table(tmp_path / "x.csv", "点位,理由\n甲market0,本单位\n")
    found = drawn(typed("draw", points, "--seed", SEED, "--quotas", quotas, "--exclude", out))
    assert sorted(found)[1:] == [f"甲market{number}" for number in (1, 2, 3, 4)]
    assert min(found).startswith("乙park")
    assert len(found) == 5


def test_it_keeps_a_record_that_proves_the_draw(typed: Type, points: Path, tmp_path: Path) -> None:
    out = tmp_path / "draw"
    assert typed("draw", points, "--seed", SEED, "--total", "12", "--out", out).code == 0
    assert sorted(path.name for path in out.iterdir()) == ["points.csv", "record.json"]
    proven = typed("draw", points, "--verify", out / "record.json")
    assert (proven.code, proven.out) == (0, "the draw repeated gives the same points\n")


def test_it_sees_a_record_that_was_tampered_with(typed: Type, points: Path, tmp_path: Path) -> None:
    out = tmp_path / "draw"
    typed("draw", points, "--seed", SEED, "--total", "12", "--out", out)
    record = json.loads((out / "record.json").read_text("utf-8"))
    record["sample"][0], record["reserves"][0] = record["reserves"][0], record["sample"][0]
    (out / "record.json").write_text(json.dumps(record), "utf-8")
    answer = typed("draw", points, "--verify", out / "record.json", "--lang", "zh")
    assert answer.code == 1
    assert "重抽没有" in answer.out


def test_it_replaces_a_point_by_the_next_in_order(
    typed: Type, points: Path, tmp_path: Path
) -> None:
    out = tmp_path / "draw"
    before = drawn(typed("draw", points, "--seed", SEED, "--total", "12"))
    typed("draw", points, "--seed", SEED, "--total", "12", "--out", out)
    again = ("draw", points, "--replace", out / "record.json", before[0], "拆迁", "--out", out)
    assert typed(*again).code == 0
    record = json.loads((out / "record.json").read_text("utf-8"))
    assert record["replacements"][0]["point"] == before[0]
    assert typed("draw", points, "--verify", out / "record.json").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--seed", SEED], "give either --quotas or --total"),
        (["--seed", SEED, "--total", "31"], "31 points cannot be drawn: the least is 6, and there"),
        (["--seed", "two  spaces", "--total", "6"], "the seed is empty, or has spaces"),
        (["--verify", "nothing.json"], "this is no record of a draw"),
    ],
)
def test_it_refuses_what_cannot_be_drawn(
    typed: Type, points: Path, options: list[str], said: str
) -> None:
    answer = typed("draw", points, *options)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_it_says_every_fault_of_its_tables(typed: Type, points: Path, tmp_path: Path) -> None:
    quotas = table(
        tmp_path / "q.csv",
        "区域,点位类型,配额\n甲,market,9\n甲,market,1\n丁,park,1\n甲,parks,1\n乙,park,0.5\n",
    )
    out = table(tmp_path / "x.csv", "点位,理由\n甲market9,本单位\n甲market0,\n")
    answer = typed("draw", points, "--seed", SEED, "--quotas", quotas, "--exclude", out, "--json")
    assert answer.code == 2
    places = {(f["row"], f["column"]) for f in answer.json["faults"] if f["file"] == str(quotas)}
    assert places == {(2, "配额"), (3, "点位类型"), (4, "区域"), (4, "配额"), (5, "点位类型"),
                      (5, "配额"), (6, "配额")}  # fmt: skip
    assert {f["row"] for f in answer.json["faults"] if f["file"] == str(out)} == {2, 3}


def test_it_finds_points_that_stand_twice(typed: Type, tmp_path: Path) -> None:
    path = table(tmp_path / "p.csv", "point,point_type,area\na,park,x\na,park,x\n")
    answer = typed("draw", path, "--seed", SEED, "--total", "1")
    assert "row 3, column point: the id a is already used in row 2" in answer.err
