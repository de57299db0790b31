"""Reading campaigns."""

from __future__ import annotations

from chuangcheng.ground.scope import Person, may
from chuangcheng.mandate.campaigns.models import Campaign, CampaignQuerySet
from chuangcheng.mandate.campaigns.rules import CHANGE, SEE


def campaigns(person: Person) -> CampaignQuerySet:
    """The campaigns that a person may look into, those that run first."""
    mine = Campaign.objects.with_right(person, SEE)
    return mine.select_related("area", "edition__area").defer("edition__document")


def open_campaigns(person: Person) -> CampaignQuerySet:
    """Those of them that still run."""
    return campaigns(person).open()


def changeable(person: Person) -> CampaignQuerySet:
    """The campaigns that a person keeps: those whose area lies within their own."""
    kept = [campaign.pk for campaign in campaigns(person) if may(person, CHANGE, campaign)]
    return campaigns(person).filter(pk__in=kept)
