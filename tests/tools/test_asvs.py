"""The security checklist: whole, counted rightly, and pointing at what is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "security" / name for name in ("asvs.md", "practice.md")]
TEXT = PAGES[0].read_text("utf-8")
ROW = re.compile(r"^\| ([\d.]+) \| ([12]) \| [^|]+ \| (met|not applicable|not met) \| ([^|]+) \|$")
ROWS = [found.groups() for line in TEXT.splitlines() if (found := ROW.match(line))]
STANDINGS = ("met", "not applicable", "not met")
PLACE = re.compile(r"`((?:src|tests|docs|requirements|tools)/[^`]+|pyproject\.toml)`")
#: What the standard has in each chapter at the two levels: as long as no number is lost.
SIZES = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), 1))


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def is_there(place: str) -> bool:
    path, _, anchor = place.partition("#")
    return (ROOT / path).exists() and (not anchor or anchor in anchors(ROOT / path))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_it_names_places_that_exist(page: Path) -> None:
    named = PLACE.findall(page.read_text("utf-8"))
    assert named
    assert [place for place in named if not is_there(place)] == []


def test_it_knows_a_place_that_is_not_there() -> None:
    assert is_there("docs/security/practice.md#limits")
    assert not is_there("docs/security/practice.md#nowhere")
    assert not is_there("tests/site/nowhere.py")


def test_it_has_no_line_of_another_shape() -> None:
    lines = [line for line in TEXT.splitlines() if re.match(r"\| \d+\.", line)]
    assert len(lines) == len(ROWS)


def test_it_has_every_number_once() -> None:
    numbers = [number for number, *_rest in ROWS]
    assert len(numbers) == len(set(numbers))
    assert Counter(int(number.split(".")[0]) for number in numbers) == SIZES


def test_it_stands_under_its_chapter() -> None:
    parts = re.split(r"^## V(\d+) .*$", TEXT, flags=re.MULTILINE)[1:]
    for chapter, text in zip(parts[::2], parts[1::2], strict=True):
        numbers = re.findall(r"^\| (\d+)\.", text, re.MULTILINE)
        assert set(numbers) == {chapter}


def test_it_counts_rightly() -> None:
    for head, levels in {"Level 1": "1", "Level 2": "2", "Both": "12"}.items():
        told = Counter(standing for _n, level, standing, _w in ROWS if level in levels)
        figures = [told[standing] for standing in STANDINGS]
        cells = " | ".join(map(str, [*figures, sum(figures)]))
        assert f"| {head} | {cells} |" in TEXT


def test_it_shows_where_whatever_is_met_is_met() -> None:
    assert [n for n, _l, standing, where in ROWS if standing == "met" and "`" not in where] == []
