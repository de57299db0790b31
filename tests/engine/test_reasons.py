"""Every reason has its sentence in both languages, from the same facts and with a remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chuangcheng import engine
from chuangcheng.engine.reasons import SENTENCES, Reason, RefusedError

CODES = re.compile(r'Reason\(\s*f?"([a-z-]+)(?:\{|")')


@pytest.mark.parametrize("code", SENTENCES)
def test_it_says_the_same_facts_in_both_languages(code: str) -> None:
    zh, en = SENTENCES[code]
    assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en))
    assert re.search("[\u4e00-\u9fff]", zh)
    assert not re.search("[\u4e00-\u9fff]", en)


def test_it_has_a_sentence_for_every_reason_the_engine_gives() -> None:
    sources = [path.read_text("utf-8") for path in Path(engine.__path__[0]).glob("*.py")]
    given = {code for text in sources for code in CODES.findall(text)}
    assert len(given) > 20
    assert {
        code for code in given if not any(known.startswith(code) for known in SENTENCES)
    } == set()


def test_it_says_a_reason_within_a_reason_in_the_same_language() -> None:
    inner = Reason("not-visited", {"point": "p1"})
    outer = Reason("not-repeatable", {"why": inner})
    assert outer.zh == "无法重做抽样：p1 不在应访点位之中；请核对编号"
    assert str(outer).startswith("the draw cannot be repeated: p1 is not among")


def test_it_gives_every_reason_a_line_with_its_place() -> None:
    facts = {"id": "s", "declared": 61.0, "found": 60.5}
    error = RefusedError([Reason("bad-seed"), Reason("points-differ", facts, ("items", 3))])
    lines = str(error).split("\n")
    assert lines[1] == "items.3 | s says 61 points but its parts add up to 60.5; make the two agree"
    assert len(lines) == 2
