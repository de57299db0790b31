"""What every page has: nothing the policy forbids, a line in the journal, tables by address."""

import json
import logging
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.ground.site import desk
from tests.site.cast import World

Browser = Callable[[str | None], Client]


@pytest.mark.parametrize("name", ["areas:list", "units:create", "people:list", "audit:list"])
def test_it_needs_nothing_that_the_policy_forbids(as_: Browser, name: str) -> None:
    page = as_("top").get(reverse(name)).content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert "://" not in page.replace("http://www.w3.org", "")


def test_it_notes_requests_without_what_was_typed(
    as_: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    client = as_("office")
    with caplog.at_level(logging.INFO, "chuangcheng.request"):
        client.get("/areas/?q=办小青")
    told = json.dumps([vars(r)["told"] for r in caplog.records], ensure_ascii=False)
    assert '"route": "/areas/"' in told
    assert "办小青" not in told


def test_it_counts_for_those_who_watch(as_: Browser) -> None:
    page = as_(None).get("/metrics").content.decode()
    assert 'chuangcheng_jobs{state="failed"} 0' in page


def test_it_hides_what_is_not_there_as_what_is_not_in_scope(as_: Browser, world: World) -> None:
    there = as_("neighbour").get(f"/areas/{world.street.pk}/")
    nowhere = as_("neighbour").get("/areas/999999/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content == nowhere.content


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("?sort=-code", "QH-XH"),
        ("?q=东街", "QH-DJ"),
        ("?level=2", "QH"),
        ("?level=x&page=99", "QH"),
    ],
)
def test_it_keeps_the_state_of_a_table_in_its_address(as_: Browser, query: str, first: str) -> None:
    table = as_("office").get(f"/areas/{query}").context["table"]
    assert table.rows[0][1].text == first


def test_it_breaks_no_code_and_no_moment_in_the_middle(as_: Browser) -> None:
    areas = as_("office").get("/areas/").content.decode()
    events = as_("top").get("/audit/").content.decode()
    assert '<td class="key">QH-DJ</td>' in areas
    assert re.search(r'class="key">(<a [^>]*>)?\d{4}-\d\d-\d\d \d\d:\d\d<', events)


def test_it_exports_what_is_seen(as_: Browser) -> None:
    text = as_("office").get("/areas/?q=东街&format=csv").content.decode("utf-8-sig")
    assert [line.split(",")[1] for line in text.splitlines()] == ["代码", "QH-DJ"]


def test_it_tells_refusals_of_the_api_by_field(as_: Browser, world: World) -> None:
    given = {"code": "a b", "title_zh": "x", "level": 3, "parent": world.county.pk}
    answer = as_("office").post("/api/areas", given, "application/json")
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == ["code"]


def test_it_puts_daily_work_first_among_the_settings(as_: Browser) -> None:
    page = as_("office").get("/settings/").content.decode()
    headings = re.findall(r"<h2>(.*)</h2>", page)
    assert headings == ["日常工作", "名录", "活动与规则", "账号与系统"]
    assert page.index("红黑榜") < page.index("名录") < page.index("操作记录")


def test_it_shows_no_heading_over_nothing(as_: Browser) -> None:
    page = as_("newcomer").get("/settings/").content.decode()
    assert "日常工作" in page
    assert "名录" not in page


def test_it_knows_under_which_heading_every_setting_stands() -> None:
    assert desk.unplaced() == set()
