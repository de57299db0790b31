"""Of which kinds of notice people are told, and by which channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from chuangcheng.adapters.notices import queries
from chuangcheng.adapters.notices.actions import gather, set_address
from chuangcheng.adapters.notices.limits import limits
from chuangcheng.adapters.notices.models import Kind, Message
from chuangcheng.remedy.problems import actions as problems
from tests.site.cast import World
from tests.site.problems.scene import DAY, MONDAY, Scene, dispatched

Browser = Callable[[str | None], Client]
HOUR = timedelta(hours=1)
CHAT = "/notices/channels/chat/"


@pytest.fixture(autouse=True)
def known(settings: Any) -> None:
    """Two channels that nobody answers at."""
    settings.NOTICE_CHANNELS = [
        f"{name}=json://127.0.0.1:1/{{address}}" for name in ("chat", "mail")
    ]


@pytest.fixture
def usual(settings: Any, tmp_path: Any) -> Iterator[None]:
    """An office by whose chat only letters and reminders go."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "notices.yaml").write_text("kinds: {chat: [escalation], other: [problems]}")
    limits.cache_clear()
    yield
    limits.cache_clear()


def listen(world: World, channel: str, *kinds: str, now: Any = MONDAY) -> None:
    """The clerk wants to be told of these."""
    chosen = kinds or None
    set_address(
        world.clerk, channel=channel, address="xiaoqing", active=True, kinds=chosen, now=now
    )


def told(now: Any = MONDAY + HOUR) -> list[str]:
    """By which channels messages were made."""
    gather(now)
    return sorted(Message.objects.values_list("channel", flat=True))


def test_it_tells_by_each_channel_what_is_wanted_there(world: World) -> None:
    listen(world, "chat", "problems")
    listen(world, "mail", "escalation", "rounds")
    dispatched(Scene(world))
    assert told() == ["chat"]


def test_it_tells_of_everything_until_somebody_chooses(world: World) -> None:
    listen(world, "chat")
    dispatched(Scene(world))
    assert told() == ["chat"]


def test_it_takes_what_is_usual_from_the_office(usual: None, world: World) -> None:
    listen(world, "chat")
    listen(world, "mail")
    dispatched(Scene(world))
    assert told() == ["mail"]


def test_it_does_not_tell_afterwards_of_what_was_not_wanted_then(world: World) -> None:
    listen(world, "chat", "rounds")
    scene = Scene(world)
    problem = dispatched(scene)
    assert told() == []
    listen(world, "chat", "rounds", "problems", now=MONDAY + 2 * HOUR)
    assert told(MONDAY + 3 * HOUR) == []
    problems.give_back(world.clerk, problem=problem, note="不归我们管", now=MONDAY + 3 * HOUR)
    problems.arbitrate(
        world.office, problem=problem, lead=world.police, note="归你们", now=MONDAY + 4 * HOUR
    )
    assert told(MONDAY + DAY) == ["chat"]
    assert Message.objects.get().count == 1


def test_it_keeps_since_when_a_kind_was_wanted(world: World) -> None:
    listen(world, "chat", "problems")
    listen(world, "chat", "problems", "rounds", now=MONDAY + DAY)
    since = queries.kinds(queries.addresses(world.clerk)["chat"])
    assert since == {Kind.PROBLEMS: MONDAY, Kind.ROUNDS: MONDAY + DAY}


@pytest.mark.parametrize("kinds", [(), ("guess",)])
def test_it_refuses_to_tell_of_nothing_and_of_anything_else(
    world: World, kinds: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError, match="至少选择一种"):
        set_address(world.clerk, channel="chat", address="a", active=True, kinds=kinds)
    assert queries.addresses(world.clerk) == {}


def test_it_is_chosen_on_ones_own_page(as_: Browser, world: World) -> None:
    page = as_("clerk")
    said = {"address": "xiaoqing", "active": "on", "kinds": ["problems", "delegations"]}
    assert "问题办理" in page.post(CHAT, said, follow=True).content.decode()
    assert set(queries.kinds(queries.addresses(world.clerk)["chat"])) == {
        Kind.PROBLEMS,
        Kind.DELEGATIONS,
    }
    assert page.get(CHAT).content.decode().count("checked") == 3


def test_it_says_at_the_field_that_nothing_was_chosen(as_: Browser) -> None:
    answer = as_("clerk").post(CHAT, {"address": "xiaoqing", "active": "on"})
    assert "请至少选择一种通知" in answer.content.decode()
