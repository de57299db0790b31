"""The words of tables: each spelling means one thing."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import pytest

from chuangcheng.engine.rules import COMMON_RESULTS
from chuangcheng.engine.tally import COLUMNS
from chuangcheng.tables.words import aliases, canonical, plain


@pytest.mark.parametrize("of", ["headers", "results"])
def test_it_gives_every_spelling_one_meaning(of: Literal["headers", "results"]) -> None:
    spellings = [plain(word) for key, words in aliases(of).items() for word in (key, *words)]
    assert [word for word, n in Counter(spellings).items() if n > 1] == []


def test_it_has_words_for_every_result_and_every_column() -> None:
    assert set(aliases("results")) == set(COMMON_RESULTS)
    assert set(COLUMNS) <= set(aliases("headers"))


def test_it_compares_without_spaces_and_case() -> None:
    assert canonical("headers")[plain(" Point_Type ")] == "point_type"
    assert canonical("results")[plain("不 符合")] == "fail"
