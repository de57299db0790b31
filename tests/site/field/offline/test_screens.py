"""What a hand and an eye in the street need of the screens."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Route, expect

from tests.site.field.phones import Phone
from tests.site.kills.server import until


def begin(street: Phone, at: int = 0) -> Locator:
    """Begin a visit; gives its first item."""
    street.open(f"point/{street.assignments()[at]}")
    street.page.locator("footer button").click()
    return street.page.locator("article").first


def photograph(item: Locator) -> None:
    """Take a photograph of an item, and wait until it is kept."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((640, 480)).save(file, "JPEG")
    taken = FilePayload(name="1.jpg", mimeType="image/jpeg", buffer=file.getvalue())
    item.locator("input[type=file]").set_input_files(taken)
    expect(item.locator("figure")).to_have_count(1)


def stand(street: Phone, longitude: float, latitude: float) -> None:
    """Where the phone is; it allows that the app knows it, and tells it until it does."""
    here = {"longitude": longitude, "latitude": latitude}
    street.context.grant_permissions(["geolocation"])
    street.context.set_geolocation(here)
    street.page.reload()
    street.page.locator(".point").first.wait_for()
    # What a new page was told may be lost on its way; one that listens hears it again.
    street.context.set_geolocation(here)


def colour(place: Locator, name: str) -> list[float]:
    """A colour as it is shown: red, green and blue as parts of one."""
    told = place.evaluate("(one, name) => getComputedStyle(one)[name]", name)
    return [int(part) / 255 for part in re.findall(r"\d+", told)[:3]]


def contrast(one: list[float], other: list[float]) -> float:
    """The contrast of two colours (WCAG 2, 1.4.3)."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_it_takes_a_photograph_away_at_the_second_tap(street: Phone) -> None:
    item = begin(street)
    item.locator(".unmet").click()
    photograph(item)
    item.locator("figure button").click()
    shown = street.page.locator("dialog img")
    expect(shown).to_have_js_property("naturalWidth", 640)
    street.page.get_by_role("button", name="删除这张照片").click()
    street.page.get_by_role("button", name="不删除").click()
    expect(item.locator("figure")).to_have_count(1)
    street.page.get_by_role("button", name="删除这张照片").click()
    street.page.get_by_role("button", name="确认删除").click()
    expect(item.locator("figure")).to_have_count(0)
    assert street.kept("pictures") == []


def test_it_says_where_one_is_however_far_one_scrolls(street: Phone) -> None:
    street.page.set_viewport_size({"width": 360, "height": 480})
    begin(street).locator(".unmet").click()
    expect(street.page.locator("textarea")).to_be_visible()
    street.page.mouse.wheel(0, 2000)
    until(lambda: street.page.evaluate("scrollY > 50"), "the page to be scrolled")
    row = [street.page.locator(f".visiting {part}") for part in (".back", "h1", ".progress")]
    boxes = [box for part in row if (box := part.bounding_box())]
    assert {round(box["y"]) for box in boxes} == {0}
    assert {round(box["height"]) for box in boxes} == {56}
    assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)
    expect(row[2]).to_contain_text("1/2")
    expect(row[2]).to_contain_text("1 项没填完")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("answer", ["met", "unmet", "na"])
def test_it_shows_an_answer_so_that_it_is_seen_in_the_sun(
    street: Phone, scheme: Literal["light", "dark"], answer: str
) -> None:
    street.page.emulate_media(color_scheme=scheme)
    item = begin(street)
    item.locator(f".{answer}").click()
    chosen = item.locator(f".{answer}[aria-pressed=true]")
    expect(chosen).to_be_visible()
    fill = colour(chosen, "backgroundColor")
    assert contrast(colour(chosen, "color"), fill) >= 4.5
    assert contrast(fill, colour(item, "backgroundColor")) >= 4.5


def test_it_shows_what_was_recorded_once_the_visit_is_closed(street: Phone) -> None:
    stand(street, 113.9, 35.9)
    visited = street.assignments()[0]
    other = street.page.locator(".point.to-do a").last.get_attribute("href") or ""
    street.walk([visited])
    street.open("outbox")
    street.says("全部已发出")
    street.open(other.removeprefix("#"))
    street.says("你离这个点位约")
    street.open(f"point/{visited}")
    record = street.page.locator(".record")
    expect(record.locator(".unmet")).to_contain_text("第1处路灯不亮，已经三天了")
    expect(record.locator(".met")).to_have_count(1)
    expect(record.locator("figure img")).to_be_visible()
    expect(record.locator("input, .answer")).to_have_count(0)
    expect(street.page.get_by_text("你离这个点位约")).to_have_count(0)
    street.says_in_both("走访记录", "What was recorded", at=f"point/{visited}")


def some_of_today(asked: Route) -> None:
    """The site's answer, with two of the points to be visited today, and none visited before."""
    headers = {
        name: said for name, said in asked.request.headers.items() if name != "if-none-match"
    }
    answer = asked.fetch(headers=headers)
    told = answer.json()
    for one in told["assignments"]:
        one |= {"state": "to-do", "refusal": None, "visit": None}
    for one in told["assignments"][:2]:
        one["day"] = datetime.now().astimezone().date().isoformat()
    asked.fulfill(response=answer, json=told)


@pytest.fixture
def today(street: Phone) -> Phone:
    """A phone on a small screen that has something to do today, and stands at its points."""
    street.page.set_viewport_size({"width": 360, "height": 640})
    stand(street, 113.2, 35.2)
    street.context.route("**/api/field/day", some_of_today)
    street.page.get_by_role("button", name="同步").click()
    expect(street.page.locator(".point")).to_have_count(2)
    return street


def _above(one: Locator, other: Locator) -> bool:
    upper, lower = one.bounding_box(), other.bounding_box()
    return bool(upper and lower and upper["y"] + upper["height"] <= lower["y"])


def test_it_shows_what_is_to_do_today_and_then_all(today: Phone) -> None:
    today.open("map")
    expect(today.page.locator(".map .dot")).to_have_count(2)
    today.open("points")
    today.page.get_by_role("button", name="全部").click()
    rows = today.page.locator(".point")
    expect(rows).to_have_count(6)
    assert _above(rows.nth(4), today.page.locator(".tabs"))
    today.open("map")
    expect(today.page.locator(".map .dot")).to_have_count(6)


def test_it_names_the_order_that_holds(street: Phone) -> None:
    stand(street, 113.205, 35.2)
    route = street.assignments()
    holds = street.page.locator(".order-of [aria-pressed=true]")
    expect(holds).to_have_text("路线")
    street.page.get_by_role("button", name="距离").click()
    expect(holds).to_have_text("距离")
    assert street.assignments() == route[::-1]


def test_it_opens_a_point_beside_its_dot_and_none_where_the_map_was_moved(street: Phone) -> None:
    stand(street, 113.2, 35.2)
    street.open("map")
    here = street.page.locator(".map .here circle").first
    street.page.get_by_role("button", name="我的位置").click()
    drawing, dot = street.page.locator("svg.map"), street.page.locator(".dot circle").first
    expect(here).to_be_in_viewport()
    field, at, tabs = (one.bounding_box() for one in (drawing, dot, street.page.locator(".tabs")))
    assert field
    assert at
    assert tabs
    assert tabs["y"] - field["y"] - field["height"] < 64
    x, y = at["x"] + at["width"] / 2, at["y"] - 6
    street.page.mouse.move(x, y)
    street.page.mouse.down()
    street.page.mouse.move(x + 12, y)
    street.page.mouse.up()
    assert street.page.url.endswith("#map")
    street.page.mouse.click(x + 12, y)
    street.page.wait_for_url("**/#point/*")
