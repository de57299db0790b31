"""Duties on the desk: the gaps first, then what one's own unit answers for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Block, Card, Entry, Line, blocks, cards, menu, steady
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.units.queries import units
from chuangcheng.ground.words import Words, listed
from chuangcheng.mandate.campaigns.queries import open_campaigns
from chuangcheng.mandate.duties.coverage import Coverage
from chuangcheng.mandate.duties.queries import Burden, burdens_of, own_units
from chuangcheng.mandate.duties.rules import CHANGE, SEE

#: So many lines in a block; the rest is behind the link below them.
SHOWN = 5

menu(Entry("duties", Words("责任", "Duties"), "duties:list", 20, SEE))


@cards(10, CHANGE)
@steady
def _gaps(person: Person) -> Iterator[Card]:
    for campaign in open_campaigns(person):
        coverage = Coverage(person, campaign)
        if coverage.total:
            url = reverse("duties:coverage", args=[campaign.pk])
            words = Words("没有责任主体", "without an owner")
            note = listed(_said(coverage.counts))
            yield Card(words, str(coverage.total), url, "alert", note)


def _said(counts: Mapping[str, int]) -> Iterator[str]:
    """How many gaps there are of each kind that has any."""
    titles = {
        "standards": _("标准 %d"),
        "points": _("点位 %d"),
        "streets": _("街巷 %d"),
        "requirements": _("材料 %d"),
    }
    yield from (title % counts[kind] for kind, title in titles.items() if counts[kind])


@blocks(20, SEE)
@steady
def _own(person: Person) -> Iterator[Block]:
    """What each of one's own units answers for: by when, and worth how many points."""
    for unit in units(person).filter(pk__in=own_units(person)):
        borne = burdens_of(person, unit)
        late = sum(burden.duty.late for burden in borne)
        said = _summed(unit, len(borne), sum((one.points for one in borne), Decimal(0)), late)
        url = reverse("duties:unit", args=[unit.pk])
        lines = tuple(_line(burden) for burden in borne[:SHOWN])
        words = Words("本单位的责任", "Duties of my unit")
        yield Block(words, lines, url, Words("全部责任", "All duties"), str(said))


def _summed(unit: Unit, number: int, points: Decimal, late: int) -> Words:
    """How much a unit answers for, and how much of it is overdue."""
    zh, en = f"，其中 {late} 条已超期", f", {late} of them overdue"
    many = "standard" if number == 1 else "standards"
    return Words(
        f"{unit}：{number} 条标准，涉及 {points:.2f} 分{zh if late else ''}",
        f"{unit}: {number} {many} worth {points:.2f} points{en if late else ''}",
    )


def _line(burden: Burden) -> Line:
    """A duty with its points, and by when."""
    by = burden.duty.deadline
    told = _("%s前") % by.isoformat() if by else ""
    url = burden.duty.get_absolute_url()
    late = _("已超期") if burden.duty.late else ""
    figure = _("%s 分") % f"{burden.points:.2f}"
    return Line(str(burden.duty.standard), url, figure, told, tag=late)
