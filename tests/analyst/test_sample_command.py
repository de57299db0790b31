"""`sample`: the fictional county, its files and its latest round."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.analyst.conftest import Type


def test_it_writes_the_county_and_scores_its_latest_round(typed: Type, tmp_path: Path) -> None:
    out = tmp_path / "county"
    answer = typed("sample", "--out", out, "--json")
    assert answer.code == 0
    assert answer.json["round"]["en"].endswith("2025")
    assert pl.read_parquet(out / "ranks.parquet").height == 7
    assert "青禾县" in (out / "report.html").read_text("utf-8")


def test_it_writes_files_that_score_takes(typed: Type, tmp_path: Path) -> None:
    out = tmp_path / "county"
    assert typed("sample", "--out", out, "--files-only").code == 0
    given = ("--framework", "county-civilised-city", "--areas", out / "areas.csv")
    rows = out / "observations" / "2024Q2"
    more = ("--points", out / "points.csv", "--units", out / "units.csv")
    answer = typed("score", *given, *more, rows, "--out", tmp_path / "scored", "--json")
    assert answer.code == 0, answer.out
    assert answer.json["resamples"] == 1000


def test_it_refuses_a_framework_that_is_not_there(typed: Type, tmp_path: Path) -> None:
    answer = typed("sample", "--out", tmp_path / "county", "--framework", "nothing.yaml")
    assert answer.code == 2
    assert list(tmp_path.iterdir()) == []
