"""Rungs and steps in the reader's words."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chuangcheng.ground.people.models import Role
from chuangcheng.ground.units.models import Kind
from chuangcheng.ground.words import listed
from chuangcheng.lib.streaks import Positions
from chuangcheng.remedy.escalation.ladder import HEAD, UNIT, Counted, Ladder, Listed, Rung
from chuangcheng.remedy.escalation.lists.scheme import Group, Scheme
from chuangcheng.remedy.escalation.models import ListColour, Taken
from chuangcheng.remedy.problems.showing import lasting


def rung(ladder: Ladder, one: Rung) -> dict[str, object]:
    """A rung as a row of a table: its title, when it is taken, whom it goes to, what it says."""
    titles = {role.code: str(role) for role in Role.objects.all()}
    titles |= {UNIT: _("承办单位"), HEAD: _("单位负责人")}
    return {
        "title": one.title,
        "when": when(ladder, one),
        "to": listed(titles.get(to, to) for to in one.to),
        "words": one.words,
    }


def when(ladder: Ladder, one: Rung) -> str:
    """When a rung is taken, in a sentence."""
    if isinstance(one.when, Counted):
        known = [found.title for code in one.when.codes if (found := ladder.rung(code))]
        named = {"days": one.when.within.days, "what": listed(known), "count": one.when.count}
        said = ngettext(
            "%(days)s 天内“%(what)s”满 %(count)s 次",
            "%(days)s 天内“%(what)s”满 %(count)s 次",
            one.when.count,
        )
        return said % named
    if isinstance(one.when, Listed):
        running = one.when.running
        said = ngettext("%(list)s连续 %(weeks)s 周", "%(list)s连续 %(weeks)s 周", running)
        return said % {"list": ListColour(one.when.colour).label, "weeks": running}
    limit = one.when.limit
    span = lasting(limit.amount, limit.unit)
    if one.when.side == "before":
        return _("到期前 %s") % span
    return _("超期 %s") % span if limit.amount else _("超期时")


def listed_rungs(ladder: Ladder) -> list[dict[str, object]]:
    """What follows on the lists: which list, after how many weeks running, and what."""
    return [
        {"colour": colour.label, "weeks": weeks, "title": one.title, "code": one.code}
        for colour in ListColour
        for weeks, one in sorted(ladder.listed(colour).items())
    ]


def scheme(known: Scheme) -> dict[str, object]:
    """How lists are drawn up, in sentences: group by group, and what holds for all."""
    hours = known.drawn_after // timedelta(hours=1)
    reported = known.rectified == "reported"
    passes = known.left_out == "passes"
    return {
        "groups": [
            (group.title, listed(Kind(kind).label for kind in sorted(group.kinds)), _by(group))
            for group in known.groups
        ],
        "rectified": _("单位已报告整改的") if reported else _("复查后已销号的"),
        "drawn": _("一周结束后 %s 小时") % hours if hours else _("一周结束时"),
        "left_out": _("没有问题的周不算，连续周数照旧") if passes else _("没有问题的周使连续中断"),
    }


def _by(group: Group) -> str:
    if isinstance(group.by, Positions):
        named: dict[str, object] = {"red": group.by.red, "black": group.by.black}
        return _("前 %(red)s 名上红榜，后 %(black)s 名上黑榜，并列的都上") % named
    named = {"red": float(group.by.red_from * 100), "black": float(group.by.black_below * 100)}
    return _("%(red)g%% 及以上上红榜，低于 %(black)g%% 上黑榜") % named


def letter_number(step: Taken) -> str:
    """The number under which a letter is filed: campaign, year, and its own."""
    return f"{step.campaign.code}-{timezone.localtime(step.at).year}-{step.pk}"
