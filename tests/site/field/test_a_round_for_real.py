"""A round from its draw to the points that putting right brings back, by everybody's own screen."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Playwright, sync_playwright

from tests.site.field.desk import Desk, Desks, desks
from tests.site.field.phones import phone
from tests.site.field.server import Site
from tests.site.kills.server import until

POINTS, DRAWN = 12, 6


def test_it_brings_back_exactly_what_the_item_carries(tmp_path: Path) -> None:
    server = Site(tmp_path, "")
    server.command("migrate")
    told = server.scene("county", str(POINTS))
    server.up()
    address = f"http://127.0.0.1:{server.port}"
    with sync_playwright() as playwright, desks(playwright, address) as people:
        office = people.of("office")
        round_ = laid_out(office, told)
        walked(playwright, tmp_path, address, people.of("inspector"))
        problem = dispatched(office)
        put_right(people, problem, tmp_path)
        stake, found, after, gained = compared(office, round_, problem)
    server.stop()
    # Twelve judgements, half of them of the lamps, which carry 60 of 100 points.
    assert stake == gained == 60 / DRAWN
    assert (found, after) == (40, 50)


def laid_out(office: Desk, told: dict[str, int]) -> str:
    """A round is made, its points are drawn, and the inspector is sent to them."""
    today = timezone.localdate()
    office.go("/inspections/new/")
    office.fill(
        campaign=str(told["campaign"]), year=str(today.year), number="1", title_zh="街面测评",
        round_kind="quarterly", starts=f"{today}", ends=f"{today}",
    )  # fmt: skip
    office.press("新建")
    round_ = office.key()
    office.go(f"/draws/{round_}/plan/")
    office.fill(announced="明日的开奖号码", q0=str(DRAWN))
    office.press("记下抽取办法")
    office.fill(seed="03 08 14 21")
    office.press("抽取")
    office.go(f"/assignments/{round_}/plan/")
    for chosen in office.page.locator("[name=inspectors]:checked").all():
        chosen.uncheck()
    office.page.locator(f"[name=inspectors][value='{told['inspector']}']").check()
    office.page.locator(f"[name=days][value='{today}']").check()
    office.fill(team="1", twice="0")
    office.page.locator("main form button").last.click()
    office.page.wait_for_url(f"**/assignments/{round_}/")
    return round_


def walked(playwright: Playwright, folder: Path, address: str, inspector: Desk) -> None:
    """Six points are inspected on the phone without a signal; then there is one again."""
    inspector.go("/devices/")
    inspector.press("配对手机")
    code = inspector.page.locator("main strong").inner_text()
    with phone(playwright, folder / "phone", address) as street:
        street.pair(code)
        assignments = street.assignments()
        assert len(assignments) == DRAWN
        street.context.set_offline(True)
        street.walk(assignments)
        street.context.set_offline(False)
        street.hears_of_network()
        everything = 2 * DRAWN
        until(
            lambda: sum(one["state"] == "received" for one in street.kept("outbox")) == everything,
            "everything received",
        )


def dispatched(office: Desk) -> str:
    """What failed has come onto the list; all of it is handed to the traffic police."""
    office.reads("/problems/dispatch/", f"{DRAWN} 个已立案的问题")
    office.press("全部交办")
    office.go("/problems/?view=open")
    with office.page.expect_navigation():
        office.page.locator("tbody th a").first.click()
    return office.key()


def put_right(people: Desks, problem: str, folder: Path) -> None:
    """The clerk signs and reports with a photograph; somebody else looks again."""
    picture = folder / "after.jpg"
    Image.effect_noise((320, 240), 60).convert("RGB").save(picture)
    clerk = people.of("clerk")
    clerk.go(f"/problems/{problem}/sign/")
    clerk.press("签收")
    clerk.go(f"/problems/{problem}/rectify/")
    clerk.fill(note="路灯已修复")
    clerk.page.locator("[name=photographs]").set_input_files(picture)
    clerk.press("报告整改")
    supervisor = people.of("supervisor")
    supervisor.go(f"/problems/{problem}/recheck/")
    supervisor.fill(result="pass")
    supervisor.press("复查")
    assert "已销号" in supervisor.page.locator("main").inner_text()


def compared(office: Desk, round_: str, problem: str) -> tuple[float, float, float, float]:
    """What the problem was said to carry, the score as found and as rectified, the difference."""
    office.go(f"/problems/{problem}/")
    stake = office.page.locator("dt:text-is('涉及分值') + dd").inner_text()
    office.go("/standing/")
    office.press("计算“街面测评”")
    found = office.page.locator(".score .net").inner_text()
    after = office.page.locator("p.score a").inner_text()
    gained = office.page.locator("p.score .up").inner_text()
    return float(stake.split()[0]), float(found), float(after), float(gained)
