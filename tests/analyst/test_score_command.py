"""`score`: from files to results, or to every reason why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import yaml

from tests.analyst.conftest import Answer, Type
from tests.tables.conftest import small
from tests.tables.rows import parquet, write

AREAS = "id,title,parent,group\ncounty,青禾县,,\nA,甲街道,county,街道\nB,乙镇,county,乡镇\n"
ROWS = [
    {"area": area, "point": f"{area}{number}", "visit": f"{area}{number}", "result": result}
    for area, results in {"A": ("pass", "pass", "fail"), "B": ("pass", "fail", "fail")}.items()
    for number, result in enumerate(results)
]
RESULTS = ["losses", "ranks", "scores"]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A folder with a framework, areas and a round of six visits in two of them."""
    folder = tmp_path / "county"
    folder.mkdir()
    (folder / "framework.yaml").write_text(yaml.safe_dump(small(), allow_unicode=True), "utf-8")
    (folder / "areas.csv").write_text(AREAS, "utf-8")
    write(folder / "round.csv", *ROWS)
    return folder


def score(typed: Type, county: Path, *more: str | Path, out: str = "out") -> Answer:
    """Run `score` on the county's files, with further options."""
    given = ("--framework", county / "framework.yaml", "--areas", county / "areas.csv")
    where = ("--out", county / out)
    return typed("score", *given, *where, "--observations", county / "round.csv", *more)


def test_it_writes_every_table_twice_and_a_report(typed: Type, county: Path) -> None:
    assert score(typed, county).code == 0
    names = {path.name for path in (county / "out").iterdir()}
    tables = {f"{name}.{ending}" for name in RESULTS for ending in ("csv", "parquet")}
    assert names == tables | {"report.html", "round.json"}


@pytest.mark.parametrize("name", RESULTS)
def test_it_writes_the_same_as_csv_and_parquet(typed: Type, county: Path, name: str) -> None:
    score(typed, county)
    path = county / "out" / f"{name}.csv"
    typed_ = pl.read_parquet(path.with_suffix(".parquet"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(path, schema=typed_.schema).equals(typed_)


def test_it_ranks_towns_within_their_groups(typed: Type, county: Path) -> None:
    ranks = {row["area"]: row for row in score(typed, county, "--json").json["ranks"]}
    assert [ranks[area]["rank"] for area in ("county", "A", "B")] == [1, 1, 1]
    assert ranks["A"]["printed"] == pytest.approx(66.67)
    assert ranks["B"]["children_mean"] is None


def test_it_gives_the_losses_of_a_unit_by_the_duty_table(typed: Type, county: Path) -> None:
    duties = county / "duties.csv"
    duties.write_text("标准,单位,份额\ns1,牵头,0.7\ns1,责任,0.3\n", "gb18030")
    score(typed, county, "--duties", duties)
    losses = pl.read_parquet(county / "out" / "losses.parquet").filter(area="A")
    shares = dict(losses.group_by("unit").agg(pl.col("lost").sum()).rows())
    assert shares["牵头"] / shares["责任"] == pytest.approx(7 / 3)


def test_it_counts_sanctions(typed: Type, county: Path) -> None:
    sanctions = county / "sanctions.csv"
    sanctions.write_text("area,sanction,times\nA,PRIZE,2\n", "utf-8")
    ranks = score(typed, county, "--sanctions", sanctions, "--json").json["ranks"]
    [row] = [row for row in ranks if row["area"] == "A"]
    assert row["net"] - row["raw"] == pytest.approx(2)


def test_it_gives_margins_where_points_were_sampled(typed: Type, county: Path) -> None:
    score(typed, county)
    totals = pl.read_parquet(county / "out" / "scores.parquet").filter(kind="total", area="A")
    low, earned, high = totals.select("low", "earned", "high").row(0)
    assert low < earned < high
    assert "rank_low" in pl.read_parquet(county / "out" / "ranks.parquet").columns


def test_it_gives_no_margins_when_told_not_to(typed: Type, county: Path) -> None:
    assert score(typed, county, "--resamples", "0", "--json").json["resamples"] == 0
    assert "low" not in pl.read_parquet(county / "out" / "scores.parquet").columns


def test_it_gives_no_margins_where_nothing_was_sampled(typed: Type, county: Path) -> None:
    write(county / "round.csv", *({**row, "point": ""} for row in ROWS))
    assert score(typed, county, "--json").json["resamples"] == 0


def test_it_gives_the_same_margins_from_the_same_seed(typed: Type, county: Path) -> None:
    rows = [
        {"visit": f"v{n}", "point": f"P{n}", "result": "pass" if n % 4 else "fail"}
        for n in range(17)
    ]
    write(county / "round.csv", *rows)
    for out, seed in (("one", "x"), ("two", "x"), ("three", "y")):
        score(typed, county, "--seed", seed, "--resamples", "30", out=out)
    one, two, three = (
        pl.read_parquet(county / out / "scores.parquet") for out in ("one", "two", "three")
    )
    assert one.equals(two)
    assert not one.equals(three)


def test_it_takes_several_files_after_one_option(typed: Type, county: Path) -> None:
    write(county / "round.csv", *ROWS[:3])
    second = parquet(county / "more.parquet", *ROWS[3:])
    assert score(typed, county, second, "--json").json["observations"] == 6


def test_it_knows_the_rounds_before(typed: Type, county: Path) -> None:
    score(typed, county, "--round", "第一季度", out="q1")
    assert score(typed, county, "--previous", county / "q1").code == 0
    assert "第一季度" in (county / "out" / "report.html").read_text("utf-8")


def test_it_refuses_a_round_before_that_is_none(typed: Type, county: Path) -> None:
    answer = score(typed, county, "--previous", county)
    assert answer.code == 2
    assert "this is no folder of results" in answer.err


def test_it_takes_a_framework_that_ships_by_its_name(typed: Type, county: Path) -> None:
    answer = typed(
        "score", "--framework", "county-civilised-city", county / "round.csv", "--out", county / "o"
    )
    assert answer.code == 2
    assert "the framework has no item CLEAN-01" in answer.err


def test_it_says_the_faults_of_all_files_and_writes_nothing(typed: Type, county: Path) -> None:
    (county / "areas.csv").write_text("id,parent\nA,B\nB,A\n", "utf-8")
    write(county / "round.csv", {"item": "CLEAN-10"}, {"visit": "v2", "count": "5", "of": "4"})
    answer = score(typed, county)
    assert answer.code == 2
    assert "areas.csv, row 2, column parent: the parents go round in a circle" in answer.err
    assert "round.csv, row 2, column item: the framework has no item CLEAN-10" in answer.err
    assert "round.csv, row 3, column count: 5 of 4 is a share outside" in answer.err
    assert {path.name for path in county.iterdir()} == {"framework.yaml", "areas.csv", "round.csv"}


def test_it_says_the_faults_of_the_framework_with_those_of_areas(typed: Type, county: Path) -> None:
    data = small()
    data["projects"][0]["points"] = 99
    (county / "framework.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    (county / "areas.csv").write_text("id,weight\nA,none\n", "utf-8")
    answer = score(typed, county)
    assert "p says 99 points but its parts add up to 100" in answer.err
    assert '"none" is not a number' in answer.err


def test_it_tells_all_faults_as_json(typed: Type, county: Path) -> None:
    write(county / "round.csv", *({"item": "x", "visit": str(n)} for n in range(150)))
    answer = score(typed, county, "--json")
    assert (answer.code, answer.err) == (2, "")
    assert answer.json["total"] == len(answer.json["faults"]) == 150


def test_it_shows_a_hundred_faults_and_counts_the_rest(typed: Type, county: Path) -> None:
    write(county / "round.csv", *({"item": "x", "visit": str(n)} for n in range(150)))
    lines = score(typed, county).err.splitlines()
    assert lines[-2:] == ["… and 50 more", "150 faults in all; nothing was written"]
    assert len(lines) == 102


def test_it_says_when_it_cannot_write(typed: Type, county: Path) -> None:
    answer = score(typed, county, out="round.csv")
    assert answer.code == 2
    assert "round.csv: it cannot be written (Not a directory)" in answer.err


def test_it_takes_the_library_of_points_for_the_population(typed: Type, county: Path) -> None:
    points = county / "points.csv"
    rows = [f"{area}{number},农贸市场,{area}" for area in "AB" for number in range(3)]
    points.write_text("\n".join(["point,point_type,area", *rows]) + "\n", "utf-8")
    score(typed, county, "--points", points)
    scores = pl.read_parquet(county / "out" / "scores.parquet")
    assert scores["low"].is_null().all(), "every point was seen, so nothing was left to chance"


def test_it_leaves_earlier_results_alone_when_it_fails(typed: Type, county: Path) -> None:
    score(typed, county)
    before = {path.name: path.read_bytes() for path in (county / "out").iterdir()}
    write(county / "round.csv", {"item": "x"})
    assert score(typed, county).code == 2
    assert {path.name: path.read_bytes() for path in (county / "out").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["score"], "缺少选项", "Missing option"),
        (["score", "--frame"], "没有选项 --frame", "No such option"),
        (["scroe"], "没有命令 scroe", "No such command"),
        (["score", "--resamples", "many"], "--resamples 的值不对", "Invalid value"),
        (["score", "--lang", "fr"], "--lang 不能是“fr”；可用：'zh', 'en'", "is not one of"),
    ],
)
def test_it_says_errors_of_usage_in_one_sentence(
    typed: Type, monkeypatch: pytest.MonkeyPatch, arguments: list[str], zh: str, en: str
) -> None:
    english = typed(*arguments)
    assert (english.code, len(english.err.splitlines())) == (2, 1)
    assert en in english.err
    monkeypatch.setenv("CHUANGCHENG_LANG", "zh")
    assert zh in typed(*arguments).err


def program(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "chuangcheng", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_it_is_silent_in_a_pipe_but_for_its_answer(county: Path) -> None:
    done = program("score", "--framework", county / "framework.yaml", county / "round.csv",
                   "--out", county / "out", "--json")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["observations"] == 6


def test_it_shows_on_a_terminal_how_far_it_is(county: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "chuangcheng", "score", "--framework"]
    command += [str(county / "framework.yaml"), str(county / "round.csv"), "--out"]
    with subprocess.Popen([*command, str(county / "out")], stderr=theirs, stdout=-1) as process:
        process.communicate(timeout=120)
    os.close(theirs)
    assert "100%" in os.read(ours, 65536).decode()
    os.close(ours)


def test_it_leaves_with_two_for_bad_input(county: Path) -> None:
    done = program("score", "--framework", "none.yaml", county, "--out", county / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("none.yaml")


def test_it_asks_for_nothing_heavy_to_give_help() -> None:
    code = (
        "import sys; from chuangcheng.cli import run; run(['score', '--help']);"
        "sys.exit(bool({'polars', 'numpy', 'pydantic', 'django'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode
        == 0
    )


def test_it_leaves_with_130_when_interrupted(
    typed: Type, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("chuangcheng.analyst.scoring.read_round", interrupted)
    assert score(typed, county).code == 130
    assert not (county / "out").exists()
