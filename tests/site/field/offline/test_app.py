"""What goes wrong in the street: each is a clear sentence, and nothing is lost by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.site.field.phones import Phone, phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site
from tests.site.kills.server import until

CLOSED = "The round has been closed. The visit is kept"
TWO_DAYS_S = 172_800


def test_it_keeps_every_tap_through_a_kill(street: Phone) -> None:
    street.page.locator(".point a").last.click()
    street.page.locator("footer button").click()
    street.page.locator("article .unmet").first.click()
    street.page.locator("textarea").fill("路灯")
    street.says("还差 8 个")
    street.kill()
    street.open("points")
    street.page.locator(".point a", has_text="走访中").click()
    expect(street.page.locator("textarea")).to_have_value("路灯")


def test_it_opens_and_works_without_a_network(street: Phone) -> None:
    street.walk_offline()
    street.page.reload()
    street.says("没有网络")
    assert len(street.assignments()) == 6
    assert [entry["state"] for entry in street.kept("outbox")] == ["waiting", "waiting"]


def test_it_shows_no_day_of_which_a_part_is_missing(
    server: Site, network: Proxy, playwright: Playwright, tmp_path: Path
) -> None:
    with phone(playwright, tmp_path / "phone", network.address) as fresh:
        fresh.context.route("**/checklists/*", lambda asked: asked.abort())
        fresh.open(f"pair={server.scene('offer', 'inspector')['code']}")
        fresh.page.locator("button[type=submit]").click()
        until(fresh.waits, "the trouble")
        assert not fresh.assignments()
        fresh.context.unroute("**/checklists/*")
        fresh.hears_of_network()
        fresh.page.locator(".point").first.wait_for()


def test_it_sends_after_being_paired_anew_when_it_was_shut_out(street: Phone, server: Site) -> None:
    street.walk_offline()
    server.scene("revoke", "inspector")
    street.context.set_offline(False)
    street.says_in_both(
        "这部手机的授权已失效。记录都还在手机上",
        "This phone is no longer allowed in. Everything is kept",
    )
    street.open("pair")
    street.says("这部手机的授权已失效")
    expect(street.page.get_by_role("link", name="重新配对")).to_have_count(0)
    street.page.get_by_role("link", name="返回点位").click()
    street.page.locator(".point").first.wait_for()
    street.pair(server.scene("offer", "inspector")["code"])
    street.open("outbox")
    street.says("全部已发出")
    assert street.is_all_received()


def test_it_sends_nothing_in_the_name_of_another(street: Phone, server: Site) -> None:
    street.walk_offline()
    server.scene("revoke", "inspector")
    street.context.set_offline(False)
    street.says("这部手机的授权已失效")
    street.open(f"pair={server.scene('offer', 'supervisor')['code']}")
    street.page.locator("button[type=submit]").click()
    street.says("配对码属于督小青，这部手机上还有测小青没有发出的记录")
    assert not street.is_all_received()


def test_it_says_that_the_round_was_closed_meanwhile(street: Phone, server: Site) -> None:
    street.walk_offline(at=4)
    server.scene("close")

    def heard() -> bool:
        street.page.get_by_role("button", name="同步").click()
        return street.page.get_by_text("这一轮测评已经关闭，走访已保留").count() > 0

    street.context.set_offline(False)
    until(heard, "a sentence about the round")
    street.says_in_both("这一轮测评已经关闭，走访已保留", CLOSED, at="points")
    assert street.is_all_received()
    expect(street.page.locator(".count")).to_contain_text("完成 0 / 1")
    street.open("outbox")
    street.says_in_both("有 1 次走访未能收入", "1 visit was not taken in", at="outbox")
    expect(street.page.locator(".parcels .tag.alert")).to_have_text("未能收入")
    expect(street.page.locator(".parcels .why")).to_contain_text("这一轮测评已经关闭")
    street.page.locator(".parcels a").click()
    expect(street.page.locator(".notice.alert")).to_contain_text("未能收入 这一轮测评已经关闭")
    expect(street.page.locator(".record .unmet")).to_contain_text("第1处路灯不亮")
    server.scene("reopen")


def test_it_measures_a_clock_that_is_two_days_wrong(street: Phone, server: Site) -> None:
    street.page.clock.set_system_time(datetime.now().astimezone() + timedelta(seconds=TWO_DAYS_S))
    street.page.get_by_role("button", name="同步").click()
    street.says_in_both("手机时间比服务器快 2 天", "The phone's clock is 2 days fast", at="points")
    street.walk([street.assignments()[3]])
    street.open("outbox")
    street.says("全部已发出")
    visit = street.kept("visits")[0]["uuid"]
    sent = {one["uuid"]: one for one in server.scene("found")["visits"]}
    assert sent[visit]["clock"]["difference_s"] == pytest.approx(TWO_DAYS_S, abs=60)


def test_it_corrects_a_visit_by_the_clock_with_which_it_was_closed(
    street: Phone, server: Site
) -> None:
    now = datetime.now().astimezone()
    street.page.clock.set_system_time(now - timedelta(days=3))
    street.page.get_by_role("button", name="同步").click()
    street.says("手机时间比服务器慢 3 天")
    street.context.set_offline(True)
    street.walk([street.assignments()[1]])
    street.page.clock.set_system_time(datetime.now().astimezone())
    street.context.set_offline(False)
    street.hears_of_network()
    street.open("outbox")
    street.says("全部已发出")
    expect(street.page.get_by_text("手机时间比服务器")).to_have_count(0)
    visit = street.kept("visits")[0]["uuid"]
    sent = {one["uuid"]: one for one in server.scene("found")["visits"]}
    assert sent[visit]["clock"]["difference_s"] == pytest.approx(-259_200, abs=60)
