"""Saying how red and black lists are drawn up, and drawing them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from chuangcheng.ground.audit.verbs import Outcome, made, verb
from chuangcheng.ground.scope import Person, System
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import following
from chuangcheng.remedy.escalation.lists import queries
from chuangcheng.remedy.escalation.lists.counting import cut
from chuangcheng.remedy.escalation.lists.queries import Standing
from chuangcheng.remedy.escalation.lists.scheme import read
from chuangcheng.remedy.escalation.models import ListedProblem, ListEntry, ListScheme, WeekList
from chuangcheng.remedy.escalation.rules import CONFIGURE


@verb(
    "list.set",
    zh="设定了“{title}”的红黑榜办法",
    en="set how red and black lists are drawn up in “{title}”",
    right=CONFIGURE,
)
def set_scheme(
    actor: Person, *, campaign: Campaign, document: Mapping[str, Any]
) -> Outcome[ListScheme]:
    """Say how a campaign draws up its lists from now on; lists that were drawn up stay.

    Raises ValidationError with everything that keeps the document from being a scheme.
    """
    row = following(ListScheme, campaign, document, read)
    row.save(force_insert=True)
    return made(row)


@verb(
    "list.draw",
    zh="列出了“{title}”的红黑榜：红榜 {after[red]} 个，黑榜 {after[black]} 个",
    en="drew up the lists of “{title}”: {after[red]} red, {after[black]} black",
)
def draw(actor: Person, *, scheme: ListScheme, starts: date) -> Outcome[WeekList]:
    """Keep the lists of a week with all they rest on. `starts` is its Monday."""
    row = WeekList(
        campaign=scheme.campaign,
        scheme=scheme,
        starts=starts,
        cut=cut(queries.read(scheme), starts),
        made_at=timezone.now(),
    )
    row.save(force_insert=True)
    found = queries.drawn(scheme, starts)
    for one in found:
        _keep(row, one)
    numbers = Counter(one.colour for one in found)
    return made(row, units=len(found), red=numbers["red"], black=numbers["black"])


def _keep(week: WeekList, one: Standing) -> None:
    entry = ListEntry.objects.create(
        week=week,
        group=one.group,
        unit=one.unit,
        found=len(one.problems),
        rectified=one.rectified,
        colour=one.colour,
        running=one.running,
    )
    ListedProblem.objects.bulk_create(
        ListedProblem(entry=entry, problem_id=said.problem, rectified=said.rectified)
        for said in one.problems
    )


def draw_due(campaign: Campaign, now: datetime) -> list[WeekList]:
    """Draw up every list of a campaign that is due at a moment; none where it has no scheme."""
    scheme = queries.version(campaign)
    if scheme is None:
        return []
    return [draw(System(), scheme=scheme, starts=starts) for starts in queries.due(scheme, now)]
