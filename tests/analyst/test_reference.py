"""The reference pages say what the commands and tables are."""

from __future__ import annotations

from pathlib import Path

import pytest

from chuangcheng.analyst.reference import pages, renewed
from chuangcheng.cli import chuangcheng
from tests.analyst.conftest import Type

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", ["cli.md", "observations.md"])
def test_it_is_current(name: str) -> None:
    page = (FOLDER / name).read_text("utf-8")
    assert renewed(page, pages(chuangcheng)[name]) == page, (
        "renew it by chuangcheng reference docs/reference"
    )


@pytest.mark.parametrize(
    "words", ["chuangcheng score", "chuangcheng framework diff", "--resamples", "Default: 1000."]
)
def test_it_has_every_command_and_default(words: str) -> None:
    assert words in pages(chuangcheng)["cli.md"]


def test_it_has_no_table_of_options_that_are_none() -> None:
    lines = pages(chuangcheng)["cli.md"].splitlines()
    tables = [lines[place + 1] for place, line in enumerate(lines) if line.startswith("|---")]
    assert all(line.startswith("| ") for line in tables)


def test_it_keeps_the_words_around_what_it_writes(typed: Type, tmp_path: Path) -> None:
    for name in pages(chuangcheng):
        marks = "before\n<!-- generated: from here -->\nold\n<!-- generated: to here -->\nafter\n"
        (tmp_path / name).write_text(marks, "utf-8")
    assert typed("reference", tmp_path).code == 0
    page = (tmp_path / "observations.md").read_text("utf-8")
    assert page.startswith("before\n")
    assert page.endswith("after\n")
    assert "| `result` | yes |" in page
    assert "old" not in page.splitlines()
