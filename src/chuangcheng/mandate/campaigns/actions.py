"""What can be done with campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from chuangcheng.ground.audit.verbs import Outcome, changed, made, told, verb
from chuangcheng.ground.scope import Person, require
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.mandate.campaigns import rules
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.rules import CHANGE, CampaignFacts
from chuangcheng.mandate.campaigns.sheet import CAMPAIGNS, CampaignRow, plan


@verb(
    "campaign.create",
    zh="建立了创建活动“{title}”",
    en="set up the campaign “{title}”",
    right=CHANGE,
)
def create(actor: Person, *, facts: CampaignFacts) -> Outcome[Campaign]:
    """Set an area on its way to a title."""
    rules.check_code_free(Campaign.objects.filter(code__iexact=facts.code))
    rules.check_edition(facts.edition)
    return made(_written(Campaign(), facts))


@verb(
    "campaign.change",
    zh="修改了创建活动“{title}”",
    en="changed the campaign “{title}”",
    right=CHANGE,
)
def change(actor: Person, *, campaign: Campaign, facts: CampaignFacts) -> Outcome[Campaign]:
    """Say something new of a campaign: its lane, its stage, or that it is over."""
    before = campaign.facts()
    require(actor, CHANGE, campaign)
    taken = Campaign.objects.filter(code__iexact=facts.code).exclude(pk=campaign.pk)
    rules.check_code_free(taken)
    rules.check_edition(facts.edition, campaign.edition)
    rules.check_edition_stays(campaign, facts.edition)
    return changed(_written(campaign, facts), before)


@verb(
    "campaign.import",
    zh="从文件“{title}”导入创建活动：新增 {after[new]}，更新 {after[changed]}",
    en="imported campaigns from “{title}”: {after[new]} new, {after[changed]} changed",
    right=CHANGE,
)
def take_in(actor: Person, *, rows: Sequence[Row], source: Source) -> Outcome[Plan[CampaignRow]]:
    """Write a whole sheet of campaigns, or raise ValidationError and write nothing."""
    planned = plan(actor, rows)
    refuse(planned.problems)
    for row in [*planned.new, *planned.changed]:
        _written(row.campaign or Campaign(), row.facts)
    facts = {
        "new": len(planned.new),
        "changed": len(planned.changed),
        "sha256": source.sha256,
        "codes": [row.facts.code for row in [*planned.new, *planned.changed]],
    }
    return told(planned, kind=CAMPAIGNS.name, title=source.name, facts=facts)


def _written(campaign: Campaign, facts: CampaignFacts) -> Campaign:
    for name, value in _columns(facts).items():
        setattr(campaign, name, value)
    campaign.full_clean()
    campaign.save()
    return campaign


def _columns(facts: CampaignFacts) -> dict[str, Any]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}
