"""Texts in two languages, and the one string that they used to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.rules import Grade
from chuangcheng.engine.titles import Text, Title


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("有制度。\nThere are rules.", "有制度。", "There are rules."),
        ("有制度。\n\nThere are rules.\n", "有制度。", "There are rules."),
        ("有制度。", "有制度。", ""),
        ("有制度，\n有记录。", "有制度，\n有记录。", ""),
        ("空气质量按下列标准：\nGB 3095-2012", "空气质量按下列标准：\nGB 3095-2012", ""),
        ("There are rules.", "There are rules.", ""),
        ("", "", ""),
    ],
)
def test_it_reads_a_plain_string_as_it_was_written_before(written: str, zh: str, en: str) -> None:
    text = Text.model_validate(written)
    assert (text.zh, text.en) == (zh, en)
    assert Text(zh=written) == text


@given(st.text(), st.text())
def test_it_reads_a_text_back_from_its_own_dump(zh: str, en: str) -> None:
    text = Text(zh=zh, en=en)
    assert Text.model_validate(text.model_dump()) == text
    assert bool(text) == bool(zh or en)


def test_it_speaks_the_language_it_has() -> None:
    assert (Text(en="rules").said("zh-hans"), Text(zh="制度").said("en")) == ("rules", "制度")
    assert Text(zh="制度", en="rules").said("en-gb") == "rules"
    assert (Title(zh="甲").said("en"), Title(zh="甲", en="A").said("zh")) == ("甲", "甲")


def test_it_gives_titles_to_none_but_its_own_grades() -> None:
    with pytest.raises(ValueError, match='a title for "D", which is none of the grades'):
        Grade.model_validate({"grades": {"A": 1}, "titles": {"D": "丁"}})
