"""How answers are given, changed and taken back, and how a visit is closed with some left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Playwright, Route, expect

from tests.site.field.phones import Phone, phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site
from tests.site.kills.server import until

PRESSED = "aria-pressed"
#: What the checklist of the scene asks for beside: faults that are counted, calls of which two are
#: wanted, and enough of the plain kind that the screen has to scroll.
MORE: dict[str, dict[str, Any]] = {
    "spots": {"asks": "count", "unit": {"zh": "问题处数", "en": "faults"}, "needs": []},
    "calls": {"asks": "count", "unit": {"zh": "符合数", "en": "met"}, "needs": ["count"], "wanted": 2},
    **{f"plain{n}": {} for n in range(12)},
}  # fmt: skip
SEEN = """card => {
  const { top } = card.getBoundingClientRect();
  return document.activeElement === card && top > 0 && top < innerHeight / 2;
}"""


def widened(asked: Route) -> None:
    """The checklist of the scene, with shared items that are folded."""
    told = asked.fetch().json()
    plain = next(iter(told["items"].values()))
    named = {id_: {"title": {"zh": f"条目{id_}", "en": f"Item {id_}"}} for id_ in MORE}
    told["items"] |= {id_: {**plain, **named[id_], **more} for id_, more in MORE.items()}
    for kind in told["kinds"].values():
        shared = {"id": "shared", "title": {"zh": "公共部分", "en": "Shared"}, "battery": True}
        kind["groups"].append({**shared, "items": list(MORE)})
    asked.fulfill(json=told)


@pytest.fixture
def street(server: Site, network: Proxy, playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    """A phone at a point, without a network: nothing of this reaches the other tests' points."""
    with phone(playwright, tmp_path / "phone", network.address) as made:
        made.context.route("**/checklists/*", widened)
        made.pair(server.scene("offer", "inspector")["code"])
        made.context.set_offline(True)
        made.page.locator(".point a").last.click()
        made.page.locator("footer button").click()
        made.page.locator("article").first.wait_for()
        yield made


def card(street: Phone, item: str) -> Locator:
    """One item of the checklist, its group unfolded."""
    found = street.page.locator(f"#item-{item}")
    if not found.is_visible():
        street.page.locator("summary", has_text="公共部分").click()
    return found


def failed(street: Phone, item: str) -> Locator:
    """An item that is not met, with all that this asks for but numbers."""
    found = card(street, item)
    found.locator(".unmet").click()
    found.locator("textarea").fill("路灯不亮已经三天了，共一处")
    picture = Path(__file__).parents[4] / "frontend/field/public/icon-192.png"
    found.locator("input[type=file]").set_input_files(picture)
    expect(found.locator("img")).to_have_count(1)
    return found


def finished(street: Phone) -> dict[str, Any]:
    """Finish with whatever was left out, twice asked; what is going to be sent."""
    street.page.locator("footer a").click()
    street.page.locator(".ending button").last.click()
    street.page.locator(".ending .danger").click()
    street.page.locator(".tabs").wait_for()
    [visit] = street.kept("visits")
    body: dict[str, Any] = json.loads(visit["body"])
    return body


def test_it_holds_back_a_number_that_the_site_refuses(street: Phone) -> None:
    spots = failed(street, "spots")
    number, lack = spots.locator("[name=count]"), spots.locator(".lack")
    number.fill("-3")
    expect(lack).to_have_text("还要：数量改为 0 或正数")
    number.fill("2.5")
    expect(lack).to_have_text("还要：数量改为整数")
    street.page.locator("footer a").click()
    expect(street.page.locator(".ending button")).to_be_disabled()
    expect(street.page.locator(".missing.alert a")).to_contain_text("数量改为整数")
    street.page.go_back()
    number.fill("3")
    expect(lack).to_have_count(0)
    assert finished(street)["judgements"][0]["count"] == 3


def test_it_tells_that_a_count_contradicts_its_word(street: Phone) -> None:
    calls = failed(street, "calls")
    calls.locator("[name=count]").fill("2")
    expect(calls.locator(".warn")).to_contain_text("数量已达到应有的 2")
    expect(calls.locator(".lack")).to_have_count(0)
    calls.locator("[name=count]").fill("1")
    expect(calls.locator(".warn")).to_have_count(0)


def test_it_sends_nothing_of_a_fault_with_an_answer_that_is_none(street: Phone) -> None:
    spots = failed(street, "spots")
    spots.locator("[name=count]").fill("3")
    spots.locator(".met").first.click()
    expect(spots.locator(".kept")).to_contain_text("照片（1 张）留在手机上，不随这个答案上报")
    spots.locator(".unmet").click()
    expect(spots.locator("textarea")).to_have_value("路灯不亮已经三天了，共一处")
    expect(spots.locator("img")).to_have_count(1)
    spots.locator(".met").first.click()
    expect(spots.locator(".kept")).to_be_visible()
    [told] = finished(street)["judgements"]
    said = {name: told[name] for name in ("result", "count", "remark", "photographs")}
    assert said == {"result": "pass", "count": None, "remark": "", "photographs": []}
    assert [entry["kind"] for entry in street.kept("outbox")] == ["visit"]
    street.page.locator(".point a").last.click()
    record = street.page.locator(".record article")
    expect(record).to_have_count(1)
    expect(record).not_to_contain_text("路灯不亮")
    expect(record.locator("img")).to_have_count(0)


def test_it_takes_an_answer_back_with_a_second_tap(street: Phone) -> None:
    met = street.page.locator("#item-lamps .met").first
    other = street.page.locator("#item-kerbs .met").first
    other.click()
    for taken in (True, False):
        met.click()
        expect(met).to_have_attribute(PRESSED, str(taken).lower())
        expect(street.page.locator(f"progress[value='{1 + taken}'][max='16']")).to_be_visible()
        expect(street.page.locator(".group .tag").first).to_have_text(f"{1 + taken}/2")
    street.page.reload()
    expect(other).to_have_attribute(PRESSED, "true")
    expect(met).to_have_attribute(PRESSED, "false")
    street.open("points")
    street.says("走访中，已判定 1 项")
    street.page.go_back()
    assert [one["item"] for one in finished(street)["judgements"]] == ["kerbs"]


def test_it_leads_from_what_is_missing_to_the_item_and_back(street: Phone) -> None:
    street.page.locator("#item-lamps .met").first.click()
    expect(street.page.locator("#item-lamps .met").first).to_have_attribute(PRESSED, "true")
    street.page.locator("footer a").click()
    street.page.locator("summary", has_text="公共部分").click()
    street.page.locator(".missing a", has_text="条目plain9").click()
    found = street.page.locator("#item-plain9")
    until(lambda: found.evaluate(SEEN), "the item that the line led to")
    found.locator(".met").first.click()
    expect(found.locator(".met").first).to_have_attribute(PRESSED, "true")
    street.page.go_back()
    expect(street.page.locator(".missing a", has_text="条目plain9")).to_have_count(0)
    expect(street.page.locator(".missing a", has_text="条目plain8")).to_be_visible()
    until(lambda: street.page.evaluate("scrollY") > 100, "the place where the list was left")


def test_it_asks_twice_before_it_leaves_anything_out(street: Phone) -> None:
    street.page.locator("#item-lamps .met").first.click()
    street.page.locator("footer a").click()
    ending = street.page.locator(".ending")
    expect(ending.locator("p")).to_contain_text("还有 15 项没有判定。完成后不能再改")
    # Fingers tap twice: what is under the second tap must not finish.
    ending.locator("button").dblclick()
    expect(ending.locator("p")).to_contain_text("还有 15 项没有判定")
    ending.locator("button").click()
    expect(ending.locator("p")).to_contain_text("有 15 项没有判定，将按“未测评”处理")
    assert street.kept("visits")[0]["closedAt"] is None
    ending.locator(".danger").click()
    street.page.locator(".tabs").wait_for()
    assert street.kept("visits")[0]["closedAt"] is not None
