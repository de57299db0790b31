"""The reference page of the frameworks gives the figures that the files have."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from chuangcheng import library
from chuangcheng.engine.framework import Framework
from tests.library.test_frameworks import asked, contents, shipped

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "frameworks.md"


def row(name: str, framework: Framework) -> str:
    """The line of the page's first table."""
    figures = [
        len(framework.projects),
        contents(framework),
        len(list(framework.standards())),
        len(list(framework.parts())),
        len(framework.point_types),
        len(asked(framework)),
        sum(item.id.startswith("M-") for item in framework.items),
        sum(item.id.startswith("Q-") for item in framework.items),
        len(framework.sanctions),
    ]
    weights = " / ".join(f"{method.weight:g}" for method in framework.methods)
    return f"| `{name}` | {' | '.join(map(str, figures))} | {weights} |"


@pytest.mark.parametrize("name", library.names())
def test_it_gives_the_figures_of_each_framework(name: str) -> None:
    assert row(name, shipped(name)) in PAGE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("pair", list(combinations(library.names(), 2)))
def test_it_says_how_much_two_frameworks_share(pair: tuple[str, str]) -> None:
    first, second = ({item.id for item in shipped(name).items} for name in pair)
    line = f"| `{pair[0]}` | `{pair[1]}` | {len(first & second)} |"
    assert line in PAGE.read_text(encoding="utf-8").splitlines()
