"""Whole or not at all."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from chuangcheng.tables.saving import whole_file, whole_folder, write_csv


def test_it_makes_a_folder_with_everything(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "deep" / "out") as folder:
        (folder / "a.txt").write_text("a", "utf-8")
        (folder / "below").mkdir()
        (folder / "below" / "b.txt").write_text("b", "utf-8")
    out = tmp_path / "deep" / "out"
    assert sorted(p.name for p in out.rglob("*")) == ["a.txt", "b.txt", "below"]
    assert [p.name for p in out.parent.iterdir()] == ["out"]


def test_it_replaces_files_and_leaves_others(tmp_path: Path) -> None:
    (tmp_path / "out" / "below").mkdir(parents=True)
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf-8")
    (tmp_path / "out" / "below" / "a.txt").write_text("old", "utf-8")
    with whole_folder(tmp_path / "out") as folder:
        (folder / "below").mkdir()
        (folder / "below" / "a.txt").write_text("new", "utf-8")
    assert (tmp_path / "out" / "below" / "a.txt").read_text("utf-8") == "new"
    assert (tmp_path / "out" / "mine.txt").read_text("utf-8") == "mine"


class SomethingError(Exception):
    """Anything that can go wrong on the way."""


def spoil(path: Path) -> None:
    path.write_text("half", "utf-8")
    raise SomethingError


def test_it_leaves_nothing_of_a_folder_that_failed(tmp_path: Path) -> None:
    with pytest.raises(SomethingError), whole_folder(tmp_path / "out") as folder:
        spoil(folder / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_it_leaves_the_old_file_when_the_new_one_failed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(SomethingError), whole_file(path) as stage:
        spoil(stage)
    assert [(p.name, p.read_text("utf-8")) for p in tmp_path.iterdir()] == [("a.txt", "old")]


def test_it_marks_csv_as_utf8_for_excel(tmp_path: Path) -> None:
    write_csv(pl.DataFrame({"区域": ["东街道"]}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == "\ufeff区域\n东街道\n".encode()
