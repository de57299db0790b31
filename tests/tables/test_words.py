"""The words of tables: each spelling means one thing."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import pytest

from chuangcheng.engine.rules import COMMON_RESULTS, Answers
from chuangcheng.engine.tally import COLUMNS
from chuangcheng.tables.words import aliases, canonical, known_title, plain, result_title


@pytest.mark.parametrize("of", ["headers", "results"])
def test_it_gives_every_spelling_one_meaning(of: Literal["headers", "results"]) -> None:
    spellings = [plain(word) for key, words in aliases(of).items() for word in (key, *words)]
    assert [word for word, n in Counter(spellings).items() if n > 1] == []


def test_it_puts_the_word_of_the_glossary_first() -> None:
    assert aliases("headers")["sanction"][0] == "加减分条款"


def test_it_has_words_for_every_result_and_every_column() -> None:
    assert set(aliases("results")) == set(COMMON_RESULTS)
    assert set(COLUMNS) <= set(aliases("headers"))


def test_it_reads_a_result_by_its_own_title_first() -> None:
    own = Answers.model_validate({"answers": {"knows": 1}, "titles": {"knows": "了解"}})
    bare = Answers.model_validate({"answers": {"knows": 1, "maybe": 0.5}})
    assert result_title(own, "knows").zh == "了解"
    assert (result_title(bare, "knows").en, result_title(bare, "maybe").zh) == ("Knows", "maybe")
    assert (known_title("fail").zh, known_title("").zh) == ("不符合", "—")


def test_it_compares_without_spaces_and_case() -> None:
    assert canonical("headers")[plain(" Point_Type ")] == "point_type"
    assert canonical("results")[plain("不 符合")] == "fail"
