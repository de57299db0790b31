"""Notices: gathered, put together, sent, tried again; in simulated time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.adapters.notices import channels
from chuangcheng.adapters.notices.actions import gather, send_due, set_address
from chuangcheng.adapters.notices.models import Message, Notice, State
from chuangcheng.remedy.escalation.actions import climb
from chuangcheng.remedy.escalation.models import Taken
from tests.site.cast import World, signed_in
from tests.site.escalation.late import late, more_late
from tests.site.notices.webhook import Webhook, webhook
from tests.site.problems.scene import DAY, MONDAY, Scene

#: Apprise looks for a module that Python 3.11 has announced to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
HOUR = timedelta(hours=1)
#: Ten in the morning in Shanghai, two weeks later.
THEN = MONDAY + 14 * DAY + HOUR


@pytest.fixture
def hook(settings) -> Iterator[Webhook]:
    """A chat program that the machine knows."""
    with webhook() as found:
        settings.NOTICE_CHANNELS = [found.channel]
        yield found


@pytest.fixture
def scene(world: World) -> Scene:
    """Three supervision letters to the traffic police, and with them a yellow card."""
    made = Scene(world)
    late(made)
    more_late(made, 2)
    climb(made.campaign, THEN)
    return made


def listen(world: World) -> None:
    """The clerk wants to be told."""
    set_address(world.clerk, channel="chat", address="xiaoqing", active=True, now=MONDAY)


def sent(now: datetime) -> int:
    """Gather and send at a moment; how many messages went out."""
    gather(now)
    return send_due(now)


def test_it_tells_each_person_once_of_each_step(world: World, scene: Scene) -> None:
    gather(THEN)
    gather(THEN + HOUR)
    assert Notice.objects.filter(person=world.clerk).count() == 4
    assert not Notice.objects.filter(person__in=[world.neighbour, world.superior, world.top])


def test_it_puts_everything_into_one_message(world: World, scene: Scene, hook: Webhook) -> None:
    listen(world)
    assert sent(THEN) == 1
    [(path, body)] = hook.came
    assert (path, body["title"]) == ("/xiaoqing", "创城：4 条通知")
    assert body["message"].count("【督办函】") == 1
    assert body["message"].count("巡查发现") == 2


def test_it_speaks_the_language_of_whoever_it_tells(
    world: World, scene: Scene, hook: Webhook
) -> None:
    listen(world)
    world.clerk.language = "en"
    world.clerk.save()
    sent(THEN)
    assert "【Supervision letter】" in hook.came[0][1]["message"]


def test_it_sends_one_message_in_a_period(world: World, hook: Webhook) -> None:
    made = Scene(world)
    listen(world)
    due = late(made)
    climb(made.campaign, due - HOUR)
    assert sent(due - HOUR) == 1
    climb(made.campaign, due + HOUR)
    assert sent(due + HOUR) == 0
    assert sent(due + 15 * HOUR) == 1


def test_it_is_quiet_at_night(world: World, scene: Scene, hook: Webhook) -> None:
    listen(world)
    assert sent(THEN + 12 * HOUR) == 0
    assert sent(THEN + 22 * HOUR) == 1


def test_it_tries_again_after_longer_and_longer_whiles(
    world: World, scene: Scene, hook: Webhook
) -> None:
    listen(world)
    hook.down = True
    assert sent(THEN) == 0
    assert sent(THEN + timedelta(minutes=4)) == 0
    assert Message.objects.get().attempts == 1
    hook.down = False
    assert sent(THEN + timedelta(minutes=5)) == 1
    assert Message.objects.get().state == State.SENT


def test_it_gives_up_in_the_end_and_says_why(world: World, scene: Scene, hook: Webhook) -> None:
    listen(world)
    hook.down = True
    for day in range(5):
        sent(THEN + day * DAY)
    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.FAILED, 5)
    assert "refused" in message.error
    assert "127.0.0.1" not in message.error


def test_it_tells_nothing_to_whoever_switched_it_off(
    world: World, scene: Scene, hook: Webhook
) -> None:
    listen(world)
    set_address(world.clerk, channel="chat", address="xiaoqing", active=False)
    assert (sent(THEN), hook.came) == (0, [])


def test_it_tells_nothing_of_before_it_was_asked(world: World, scene: Scene, hook: Webhook) -> None:
    set_address(world.clerk, channel="chat", address="xiaoqing", active=True, now=THEN + HOUR)
    assert sent(THEN + 2 * HOUR) == 0


def test_it_says_that_apprise_is_missing(
    world: World, scene: Scene, hook: Webhook, monkeypatch
) -> None:
    listen(world)
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert sent(THEN) == 0
    assert "chuangcheng[notices]" in Message.objects.get().error


def test_it_tells_nothing_of_a_secret_round(world: World) -> None:
    made = Scene(world, secret=True)
    climb(made.campaign, THEN)
    gather(THEN)
    assert (Taken.objects.count(), Notice.objects.count()) == (0, 0)


def test_it_takes_no_address_that_could_lead_elsewhere(world: World, hook: Webhook) -> None:
    with pytest.raises(ValidationError):
        set_address(world.clerk, channel="chat", address="x/../../y?z", active=True)
    with pytest.raises(ValidationError):
        set_address(world.clerk, channel="other", address="x", active=True)


@pytest.mark.parametrize("word", ["mail", "mail=json://host/", "Mail=json://{address}"])
def test_it_refuses_channels_that_make_no_sense(word: str, settings) -> None:
    settings.NOTICE_CHANNELS = [word]
    assert len(channels.faults()) == 1


def test_it_lists_ones_own_notices_alone(world: World, scene: Scene) -> None:
    gather(THEN)
    assert "督办函" in signed_in(world.clerk).get("/notices/").content.decode()
    assert "督办函" not in signed_in(world.inspector).get("/notices/").content.decode()


def test_it_lets_everybody_choose_where_they_are_told(world: World, hook: Webhook) -> None:
    said = {"address": "13800000000", "active": "on", "kinds": ["escalation"]}
    answer = signed_in(world.clerk).post("/notices/channels/chat/", said)
    assert answer.status_code == 302
    assert world.clerk.notice_addresses.get().address == "13800000000"


def test_it_keeps_a_log_of_what_was_sent(world: World, scene: Scene, hook: Webhook) -> None:
    listen(world)
    sent(THEN)
    shown = signed_in(world.office).get("/notices/log/").content.decode()
    assert "创城：4 条通知" in shown
    assert "创城：4 条通知" not in signed_in(world.neighbour).get("/notices/log/").content.decode()
