"""Rungs and steps in the reader's words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.ground.people.models import Role
from chuangcheng.ground.words import listed
from chuangcheng.remedy.escalation.ladder import HEAD, UNIT, Counted, Ladder, Rung
from chuangcheng.remedy.escalation.models import Taken
from chuangcheng.remedy.problems.showing import in_words


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
        return _("%(days)s 天内“%(what)s”满 %(count)s 次") % named
    limit = one.when.limit
    span = f"{limit.amount} {in_words(limit.unit)}"
    if one.when.side == "before":
        return _("到期前 %s") % span
    return _("超期 %s") % span if limit.amount else _("超期时")


def letter_number(step: Taken) -> str:
    """The number under which a letter is filed: campaign, year, and its own."""
    return f"{step.campaign.code}-{timezone.localtime(step.at).year}-{step.pk}"
