"""The first screen: every figure of problems, letters and notices is the length of its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.adapters.notices.actions import gather
from chuangcheng.adapters.notices.models import Kind, Notice
from chuangcheng.remedy.escalation.actions import climb
from chuangcheng.remedy.problems import actions
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import World, signed_in
from tests.site.escalation.late import late
from tests.site.problems.scene import DAY, Scene, dispatched, rectified, signed

LISTS = ("problems:list", "escalation:list", "escalation:coming", "notices:own")
#: What somebody of each role has to see told on this screen, each with a figure and a list.
TOLD = {
    "office": {"个问题待交办", "个问题待裁定", "个问题待复查",
               "份延期申请待审批", "个问题已超期", "项督办措施（7 天内）",
               "条通知（7 天内）"},
    "clerk": {"个问题已超期", "个问题待办理", "项督办措施（7 天内）",
              "条通知（7 天内）"},
    "supervisor": {"个问题已超期", "个问题待复查", "份延期申请待审批",
                   "项督办措施（7 天内）", "条通知（7 天内）",
                   "一天之内将要升级"},
    "inspector": {"个问题已超期", "个问题待复查"},
    "leader": {"个问题已超期", "项督办措施（7 天内）",
               "一天之内将要升级"},
    "superior": {"个问题已超期", "项督办措施（7 天内）"},
    "neighbour": set(),
}  # fmt: skip


@pytest.fixture
def busy(world: World) -> Scene:
    """Problems in every case, letters and reminders of today and of long ago, and notices."""
    now, scene = timezone.now(), Scene(world)
    again = [scene.reported(source="patrol", title=f"巡查发现 {n}") for n in range(7)]
    returned, asking, waiting, soon, early, _left, overdue = again
    climb(scene.campaign, late(scene) + 14 * DAY)
    actions.give_back(world.clerk, problem=dispatched(scene, returned), note="不属我单位")
    actions.ask_extension(world.clerk, problem=signed(scene, asking), amount=3, note="缺料")
    rectified(scene, waiting)
    climb(scene.campaign, now - timedelta(minutes=1))
    signed(scene, overdue)
    set_due(overdue, now - timedelta(minutes=2))
    climb(scene.campaign, now)
    set_due(signed(scene, soon), now + timedelta(hours=12))
    set_due(signed(scene, early), now + 30 * DAY)
    gather(timezone.now())
    told = Notice(
        source=Kind.ROUNDS, title_zh="以前的通知", text_zh="…", link="/", at=now - 30 * DAY
    )
    for number, person in enumerate((world.office, world.clerk)):
        told.pk, told.person, told.ref = None, person, f"old {number}"
        told.save()
    return scene


def set_due(problem: Problem, due: datetime) -> None:
    """Let a time limit run out at a moment."""
    Problem.objects.filter(pk=problem.pk).update(due=due)


def figures(client: Client) -> Iterator[tuple[str, int, str]]:
    """What is told, its figure, and the list behind it, wherever it is one of `LISTS`."""
    screen = client.get(reverse("overview")).context
    said = [(card.words, card.figure, card.url) for card in screen["cards"]]
    said += [(block.words, block.lead, block.url) for block in screen["blocks"]]
    said += [(line.text, line.figure, line.url) for b in screen["blocks"] for line in b.lines]
    behind = {reverse(name) for name in LISTS}
    for words, figure, url in said:
        number = re.search(r"\d+", figure)
        if number and url.partition("?")[0] in behind:
            yield str(words), int(number[0]), url


@pytest.mark.parametrize("who", TOLD)
def test_it_lists_as_many_as_it_tells(world: World, busy: Scene, who: str) -> None:
    client = signed_in(getattr(world, who))
    found = list(figures(client))
    assert {words for words, _figure, _url in found} == TOLD[who]
    for words, figure, url in found:
        table = client.get(url).context["table"]
        assert (words, table.page.paginator.count) == (words, figure)


def test_it_lists_the_next_step_of_what_will_be_escalated(world: World, busy: Scene) -> None:
    page = signed_in(world.leader).get(reverse("escalation:coming")).content.decode()
    assert "超期通知" in page
    assert Problem.objects.get(title="巡查发现 3").number in page
    assert Problem.objects.get(title="巡查发现 4").number not in page
