"""Quotas in proportion: what a number comes to is said, and what the cells come to is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from chuangcheng.evidence.draws import actions
from tests.site.assignments.street import Street
from tests.site.cast import World, signed_in
from tests.site.scripted import scripted


def planning(world: World, **asked: object) -> str:
    """The page on which quotas are said; three points of one kind lie in each of two areas."""
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    page = reverse("draws:plan", args=[street.round.pk])
    return signed_in(world.office).get(page, asked).content.decode()


@pytest.mark.parametrize(
    ("total", "sum_", "said"),
    [(1, 2, "一共至少 2 个"), (4, 4, ""), (99, 6, "一共只有 6 个点位")],
)
def test_it_says_when_quotas_cannot_come_to_the_number(
    total: int, sum_: int, said: str, world: World
) -> None:
    page = planning(world, total=total)
    assert f"<output>{sum_}</output>" in page
    assert said in page
    assert ('class="warning"' in page) is bool(said)


def test_it_counts_nothing_before_anything_is_said(world: World) -> None:
    assert "<output>0</output>" in planning(world)


@pytest.fixture
def table(world: World) -> Iterator[Page]:
    """The table of quotas for four points, in a browser."""
    with scripted(planning(world, total=4), "draws/total.js") as opened:
        yield opened


def test_it_counts_while_one_types(table: Page) -> None:
    table.fill("[name=q0]", "")
    emptied = table.locator("output").inner_text()
    table.fill("[name=q0]", "3")
    assert (emptied, table.locator("output").inner_text()) == ("2", "5")
