"""Two rounds on one day: each point under its round's name, by the same number everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.site.field.phones import Phone

OTHER = {"zh": "夜间督查", "en": "Patrol by night"}


def of_two_rounds(route: Route) -> None:
    """The site's answer, every other point of which is of a second round."""
    headers = {**route.request.headers}
    headers.pop("if-none-match", None)
    told = route.fetch(headers=headers).json()
    first = told["rounds"][0]
    other = first["id"] + 1
    told["rounds"].append({**first, "id": other, "title": OTHER})
    for one in told["assignments"][1::2]:
        one["round"] = other
    route.fulfill(json=told)


@pytest.fixture
def both(street: Phone) -> Phone:
    """The inspector's phone, with three points of each of two rounds."""
    street.context.route("**/api/field/day", of_two_rounds)
    street.page.get_by_role("button", name="同步").click()
    expect(street.page.locator(".points .day")).to_have_count(2)
    return street


def test_it_lists_each_round_under_its_name(both: Phone) -> None:
    headings, numbers = both.page.locator(".points .day"), both.page.locator(".point .order")
    expect(headings).to_have_text(["A · 第1轮测评", "B · 夜间督查"])
    expect(numbers).to_have_text(["A1", "A2", "A3", "B1", "B2", "B3"])


def test_it_says_of_each_point_whose_it_is_where_the_nearest_comes_first(both: Phone) -> None:
    both.page.get_by_role("button", name="距离").click()
    expect(both.page.locator(".points .day")).to_have_count(0)
    expect(both.page.locator(".point").filter(has_text="B · 夜间督查")).to_have_count(3)


def test_it_gives_no_number_twice_on_the_map(both: Phone) -> None:
    both.open("map")
    expect(both.page.locator(".map .dot")).to_have_count(6)
    numbers = both.page.locator(".map .dot text").all_text_contents()
    assert sorted(numbers) == ["A1", "A2", "A3", "B1", "B2", "B3"]
    both.says("A · 第1轮测评、B · 夜间督查")
