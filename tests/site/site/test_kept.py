"""What is kept: given again under the same stamp, made anew under another, and never too much."""

from __future__ import annotations

from itertools import count

import pytest

from chuangcheng.ground.kept import KEPT, kept


def test_it_makes_an_answer_once() -> None:
    numbers = count()
    first = kept("once", 1, lambda: next(numbers))
    assert kept("once", 1, lambda: next(numbers)) == first


def test_it_makes_an_answer_anew_under_another_stamp() -> None:
    numbers = count()
    assert kept("stamped", "a", lambda: next(numbers)) == 0
    assert kept("stamped", "b", lambda: next(numbers)) == 1
    assert kept("stamped", "a", lambda: next(numbers)) == 2


def test_it_forgets_what_was_asked_for_longest_ago() -> None:
    numbers = count()
    kept("old", 0, lambda: next(numbers))
    for other in range(KEPT):
        kept(("other", other), 0, lambda: None)
    assert kept("old", 0, lambda: next(numbers)) == 1


def test_it_keeps_nothing_of_what_failed() -> None:
    with pytest.raises(ZeroDivisionError):
        kept("failed", 0, lambda: 1 // 0)
    assert kept("failed", 0, lambda: 1) == 1
