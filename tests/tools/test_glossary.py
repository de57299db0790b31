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
