"""What a phone may meet: no room, somebody else's answers, a hasty thumb, another language."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.site.field.phones import Phone, phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site

NOT_KEPT = "本应用还没有全部下载到手机上"
PORTAL = "<html>请先登录无线网</html>"
# The browser refuses as it does without room; how much it has, no test can tell it.
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.full = true;
  IDBObjectStore.prototype.put = function (...said) {
    if (window.full) throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, said);
  };
}"""
LITTLE = "navigator.storage.estimate = async () => ({ usage: 0, quota: 30 * 2 ** 20 });"


@contextmanager
def somebody_else(status: int, body: str, kind: str) -> Iterator[int]:
    """Another machine in the site's place, that answers everything alike; gives its port."""

    class Answer(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_PUT = do_POST = do_PATCH = answer  # noqa: N815  # the inherited names

        def log_message(self, format: str, *said: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as portal:
        threading.Thread(target=portal.serve_forever, daemon=True).start()
        yield portal.server_port
        portal.shutdown()


def test_it_says_that_the_phone_is_full_and_keeps_what_it_has(street: Phone) -> None:
    met = street.page.locator(".met[aria-pressed=true]")
    street.page.locator(".point a").nth(1).click()
    street.page.locator("footer button").click()
    street.page.locator("article .met").first.click()
    expect(met).to_have_count(1)
    street.page.evaluate(FULL)
    street.page.locator("article .met").last.click()
    street.says("手机存储已满，刚才这一步没有保存；之前的都还在")
    expect(met).to_have_count(1)
    street.page.evaluate("delete window.full")
    street.page.locator("article .met").last.click()
    expect(met).to_have_count(2)


def test_it_warns_before_the_phone_is_full(street: Phone) -> None:
    street.page.add_init_script(LITTLE)
    street.page.reload()
    street.says_in_both(
        "手机存储快满了（还剩约 30 MB）", "The phone's storage is nearly full (about 30 MB left)"
    )


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((502, PORTAL, "text/html"), "服务器暂时出错（502）"),
        ((200, PORTAL, "text/html"), "可能需要先登录无线网"),
        ((200, '{"welcome": true}', "application/json"), "可能需要先登录无线网"),
        ((404, PORTAL, "text/html"), "可能需要先登录无线网"),
    ],
)
def test_it_takes_nobody_elses_answer_for_the_sites(
    server: Site, network: Proxy, street: Phone, answer: tuple[int, str, str], sentence: str
) -> None:
    street.walk_offline()
    with somebody_else(*answer) as port:
        network.lead_to(port)
        street.context.set_offline(False)
        street.hears_of_network()
        street.says(sentence)
        assert not any(entry["state"] == "received" for entry in street.kept("outbox"))
    network.lead_to(server.port)
    street.hears_of_network()
    street.open("outbox")
    street.says("全部已发出")


def test_it_says_while_the_app_itself_is_not_on_the_phone(
    server: Site, network: Proxy, playwright: Playwright, tmp_path: Path
) -> None:
    network.unlucky = b"GET /static/field/icon-192.png"
    with phone(playwright, tmp_path / "phone", network.address) as street:
        street.connect(server.scene("offer", "inspector")["code"])
        street.says(NOT_KEPT)
        network.unlucky = b""
        street.page.get_by_role("button", name="同步").click()
        expect(street.page.get_by_text(NOT_KEPT)).to_have_count(0)
        street.context.set_offline(True)
        street.page.reload()
        street.says("没有网络")


def test_it_asks_for_a_word_before_it_wipes_what_was_not_sent(street: Phone) -> None:
    street.walk_offline()
    street.open("me")
    street.page.get_by_role("button", name="退出并清空").click()
    street.says("还有 1 次走访和 1 张照片没有发出")
    wipe = street.page.get_by_role("button", name="退出并清空")
    expect(wipe).to_be_disabled()
    street.page.locator("input[name=word]").fill("清空")
    wipe.click()
    street.says("连接这部手机")
    assert street.kept("outbox") == street.kept("pictures") == street.kept("checklists") == []


def test_it_speaks_english(street: Phone) -> None:
    street.open("me")
    street.page.get_by_role("button", name="English").click()
    street.says("Sign out and wipe")
    street.page.reload()
    street.says("Sign out and wipe")
    assert street.page.locator("html").get_attribute("lang") == "en"


def test_it_takes_the_word_however_the_keyboard_begins_it(street: Phone) -> None:
    street.walk_offline()
    street.open("me")
    street.page.get_by_role("button", name="English").click()
    wipe = street.page.get_by_role("button", name="Sign out and wipe")
    wipe.click()
    street.says("1 visit and 1 photograph")
    word = street.page.locator("input[name=word]")
    expect(word).to_have_attribute("autocapitalize", "none")
    word.fill("Wipe")
    expect(wipe).to_be_enabled()
