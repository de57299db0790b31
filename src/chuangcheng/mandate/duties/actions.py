"""What can be done with duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.audit.verbs import Outcome, changed, made, removed, told, verb
from chuangcheng.ground.scope import Person, require
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties import rules
from chuangcheng.mandate.duties.decomposition import Order, Proposal, propose
from chuangcheng.mandate.duties.models import Duty, Role, Share
from chuangcheng.mandate.duties.queries import facts_of, of_campaign
from chuangcheng.mandate.duties.rules import CHANGE, DutyFacts
from chuangcheng.mandate.duties.sheet import DUTIES, DutyRow, plan
from chuangcheng.mandate.duties.usual import held


@verb("duty.create", zh="分解了责任“{title}”", en="handed out the duty “{title}”", right=CHANGE)
def create(actor: Person, *, campaign: Campaign, facts: DutyFacts) -> Outcome[Duty]:
    """Hand a standard out: to whom, what is to be done, how far, and by when."""
    _check(campaign, facts)
    rules.check_free(of_campaign(campaign).filter(standard=facts.standard, area=facts.area))
    (duty,) = _make(campaign, [facts])
    return made(_fresh(duty), **_told(facts))


@verb("duty.change", zh="修改了责任“{title}”", en="changed the duty “{title}”", right=CHANGE)
def change(actor: Person, *, duty: Duty, facts: DutyFacts) -> Outcome[Duty]:
    """Say something new of a duty; its standard and area stay."""
    before = duty.facts() | _told(facts_of(duty))
    require(actor, CHANGE, duty)
    facts = replace(facts, standard=duty.standard, area=duty.area)
    _check(duty.campaign, facts)
    _rewrite([(duty, facts)])
    return changed(_fresh(duty), before, **_told(facts))


@verb(
    "duty.hand-over",
    zh="把“{title}”交给{after[lead]}牵头",
    en="handed “{title}” to {after[lead]}",
    right=CHANGE,
)
def hand_over(
    actor: Person, *, campaign: Campaign, facts: DutyFacts, instead_of: int | None = None
) -> Outcome[Duty]:
    """Let a unit lead a standard by terms of its own, in place of the unit of a key, if any."""
    _check(campaign, facts)
    duty = held(campaign, facts.standard, facts.area)
    rules.check_led(duty, instead_of)
    if duty is None:
        (duty,) = _make(campaign, [facts])
        return made(_fresh(duty), **_told(facts))
    require(actor, CHANGE, duty)
    before = duty.facts() | _told(facts_of(duty))
    _rewrite([(duty, facts)])
    return changed(_fresh(duty), before, **_told(facts))


@verb("duty.remove", zh="撤销了责任“{title}”", en="took back the duty “{title}”", right=CHANGE)
def remove(actor: Person, *, duty: Duty, why: str = "") -> Outcome[Duty]:
    """Take a duty back."""
    rules.check_open(duty.campaign)
    outcome = removed(duty, duty.facts() | _told(facts_of(duty)), why=why)
    duty.delete()
    return outcome


@verb(
    "duty.decompose",
    zh="按规则分解了“{title}”的责任：新增 {after[new]}，更新 {after[changed]}",
    en="decomposed “{title}” by rule: {after[new]} duties new, {after[changed]} changed",
    right=CHANGE,
)
def decompose(actor: Person, *, campaign: Campaign, order: Order) -> Outcome[Proposal]:
    """Carry an order out whole, or raise ValidationError and write nothing."""
    rules.check_open(campaign)
    proposal = propose(actor, campaign, order)
    if proposal.misfits:
        areas = _("、").join(str(misfit.area) for misfit in proposal.misfits)
        raise ValidationError(_("这些区域没有唯一对应的单位：%s。") % areas)
    _make(campaign, proposal.new)
    _rewrite(proposal.changed)
    facts = {
        "new": len(proposal.new),
        "changed": len(proposal.changed),
        "standards": sorted({facts.standard.code for facts in proposal.new}),
        "were": {str(duty.pk): _told(facts_of(duty)) for duty, _new in proposal.changed},
    }
    place = campaign.place()
    return told(proposal, kind=Campaign.kind, title=str(campaign), facts=facts, place=place)


@verb(
    "duty.import",
    zh="从文件“{title}”导入责任分解：新增 {after[new]}，更新 {after[changed]}",
    en="imported duties from “{title}”: {after[new]} new, {after[changed]} changed",
    right=CHANGE,
)
def take_in(actor: Person, *, rows: Sequence[Row], source: Source) -> Outcome[Plan[DutyRow]]:
    """Write a whole sheet of duties, or raise ValidationError and write nothing."""
    planned = plan(actor, rows)
    refuse(planned.problems)
    for campaign in {row.campaign for row in planned.new}:
        _make(campaign, [row.facts for row in planned.new if row.campaign == campaign])
    were = {row.key: _told(facts_of(row.duty)) for row in planned.changed if row.duty}
    _rewrite([(row.duty, row.facts) for row in planned.changed if row.duty])
    facts = {
        "new": len(planned.new),
        "changed": len(planned.changed),
        "sha256": source.sha256,
        "were": were,
    }
    return told(planned, kind=DUTIES.name, title=source.name, facts=facts)


def _check(campaign: Campaign, facts: DutyFacts) -> None:
    rules.check_open(campaign)
    rules.check_fits(campaign, facts)
    rules.check_shares(facts)


def _make(campaign: Campaign, wanted: Sequence[DutyFacts]) -> list[Duty]:
    duties = [
        Duty(campaign=campaign, standard=facts.standard, area=facts.area, **_said(facts))
        for facts in wanted
    ]
    Duty.objects.bulk_create(duties, batch_size=2000)
    _share_out(zip(duties, wanted, strict=True))
    return duties


def _rewrite(wanted: Sequence[tuple[Duty, DutyFacts]]) -> None:
    for duty, facts in wanted:
        for name, value in _said(facts).items():
            setattr(duty, name, value)
    names = ("leader", "task", "target", "deadline")
    Duty.objects.bulk_update([duty for duty, _ in wanted], names, batch_size=500)
    Share.objects.filter(duty__in=[duty for duty, _ in wanted]).delete()
    _share_out(wanted)


def _share_out(pairs: Iterable[tuple[Duty, DutyFacts]]) -> None:
    shares = [
        Share(duty=duty, unit=unit, role=role, share=share)
        for duty, facts in pairs
        for unit, role, share in _parts(facts)
    ]
    Share.objects.bulk_create(shares, batch_size=2000)


def _parts(facts: DutyFacts) -> Iterable[tuple[Unit, str, Decimal]]:
    if facts.lead:
        yield facts.lead, Role.LEAD, facts.lead_share if facts.partners else Decimal(1)
    for unit, share in facts.partners:
        yield unit, Role.PARTNER, share


def _said(facts: DutyFacts) -> dict[str, Any]:
    return {
        "leader": facts.leader,
        "task": facts.task,
        "target": facts.target,
        "deadline": facts.deadline,
    }


def _told(facts: DutyFacts) -> dict[str, Any]:
    """Who shares a duty, as an event tells it."""
    return {
        "lead": facts.lead.title_zh if facts.lead else "",
        "shares": {unit.code: str(share.normalize()) for unit, _role, share in _parts(facts)},
    }


def _fresh(duty: Duty) -> Duty:
    return of_campaign(duty.campaign).get(pk=duty.pk)
