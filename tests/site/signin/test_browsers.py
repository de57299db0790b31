"""Where one is signed in, in words: browser, system, which one is this, when last used."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from chuangcheng.ground.signin import actions
from chuangcheng.ground.signin.browsers import named
from chuangcheng.ground.words import Words
from tests.site.cast import World

Browser = Callable[[str | None], Client]
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("header", "zh", "en"),
    [
        (CHROME, "Chrome 浏览器 · Linux", "Chrome · Linux"),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge 浏览器 · Windows",
            "Edge · Windows",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 14; V2309A) {WEBKIT} Chrome/116.0 MicroMessenger/8.0",
            "微信 · 安卓",
            "WeChat · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari 浏览器 · iPhone",
            "Safari · iPhone",
        ),
        ("curl/8.5", "其他浏览器", "Another browser"),
        ("", "其他浏览器", "Another browser"),
    ],
)
def test_it_calls_browsers_what_people_call_them(header: str, zh: str, en: str) -> None:
    assert named(header) == Words(zh, en)


def test_it_tells_this_browser_from_the_others(as_: Browser, world: World) -> None:
    client = as_("office")
    other = actions.sign_in(world.office, session_key="there", address=None, agent=CHROME)
    page = client.get("/account/").content.decode()
    assert "Mozilla" not in page
    assert '<th scope="row">其他浏览器 <span class="tag good">本机</span></th>' in page
    assert '<th scope="row">Chrome 浏览器 · Linux</th>' in page
    assert f"{timezone.localtime(other.seen_at):%Y-%m-%d %H:%M}" in page
    ending = client.get(f"/account/sessions/{other.pk}/end/").content.decode()
    assert "Chrome 浏览器 · Linux" in ending
