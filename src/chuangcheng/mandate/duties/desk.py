"""Duties on the desk: the gaps first, then what one's own unit answers for."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, menu
from chuangcheng.ground.units.queries import units
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns.queries import open_campaigns
from chuangcheng.mandate.duties.coverage import Coverage
from chuangcheng.mandate.duties.queries import duties, own_units
from chuangcheng.mandate.duties.rules import CHANGE, SEE

menu(Entry("duties", Words("责任", "Duties"), "duties:list", 20, SEE))


@cards(10, CHANGE)
def _gaps(person: Person) -> Iterator[Card]:
    for campaign in open_campaigns(person):
        coverage = Coverage(person, campaign)
        if coverage.total:
            url = reverse("duties:coverage", args=[campaign.pk])
            words = Words("没有责任主体", "Without an owner")
            counts = {"campaign": campaign, **coverage.counts}
            note = _(
                "%(campaign)s：标准 %(standards)d，点位 %(points)d，街巷 %(streets)d，材料 %(requirements)d"
            )
            yield Card(words, str(coverage.total), url, "alert", note % counts)


@cards(20, SEE)
def _own(person: Person) -> Iterator[Card]:
    for unit in units(person).filter(pk__in=own_units(person)):
        count = duties(person).filter(shares__unit=unit, campaign__closed=False).count()
        if count:
            url = reverse("duties:unit", args=[unit.pk])
            yield Card(Words("本单位的责任", "Duties of my unit"), str(count), url, note=str(unit))
