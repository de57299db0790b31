"""The glossary names what the source really contains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
NAMES = re.findall(r"\| `([^`]+)` \|", GLOSSARY)
SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_it_finds_every_code_name_in_the_source(name):
    assert re.search(rf"\b{re.escape(name)}\b", SOURCE)


def test_it_lists_every_result_that_an_observation_can_have():
    assert {"PASS", "FAIL", "FIXED", "AGAIN", "NOT_APPLICABLE", "ABSENT"} <= set(NAMES)


def refused() -> list[str]:
    """The words that are not used, as the glossary lists them."""
    rows = GLOSSARY.split("· 不用的词")[1].splitlines()
    cells = [row.split("|")[1] for row in rows if row.startswith("| ")][1:]
    return [word for cell in cells for word in cell.strip().split("、")]


def spoken() -> dict[Path, str]:
    """What people read: code, pages and data of the site, words of the phone, introductions, guides."""
    source = ROOT / "src/chuangcheng"
    files = [path for end in ("py", "html", "yaml", "po") for path in source.rglob(f"*.{end}")]
    read = {path for path in files if path.name not in ("words.yaml", "layout.yaml")}
    read -= set((source / "library/frameworks").rglob("*"))
    read |= {source / "analyst/report/words.yaml", ROOT / "frontend/field/src/pure/words.ts"}
    read |= {*ROOT.glob("README*.md"), *(ROOT / "docs/guide").glob("*.md")}
    return {path: path.read_text(encoding="utf-8") for path in sorted(read)}


def test_it_keeps_the_words_that_are_not_used_out_of_what_people_read():
    # A project (测评项目) is no 测评项.
    told = {path: text.replace("测评项目", "") for path, text in spoken().items()}
    words = refused()
    assert len(words) > 20
    found = [(path.name, word) for path, text in told.items() for word in words if word in text]
    assert found == []
