"""Reading duties: the register, a unit's part in it, and the table the engine takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch

from chuangcheng.engine.duties import Duty as EngineDuty
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.units.queries import units
from chuangcheng.mandate.campaigns.models import Bearer, Campaign
from chuangcheng.mandate.duties.models import Duty, DutyQuerySet, Role, Share
from chuangcheng.mandate.duties.rules import CHANGE, SEE, DutyFacts
from chuangcheng.mandate.frameworks.lines import asked_at
from chuangcheng.mandate.frameworks.queries import framework


def duties(person: Person) -> DutyQuerySet:
    """The duties that a person may look into, with their units."""
    return _whole(Duty.objects.with_right(person, SEE))


def changeable(person: Person) -> DutyQuerySet:
    """The duties that a person may hand to others."""
    return _whole(Duty.objects.with_right(person, CHANGE))


def of_campaign(campaign: Campaign) -> DutyQuerySet:
    """All duties of a campaign, for what is counted over the whole of it."""
    return _whole(Duty.objects.filter(campaign=campaign))


def leads(campaign: Campaign) -> Iterator[tuple[int, str | None]]:
    """Standard and path of area, none for the whole, wherever a unit in use leads."""
    led = Share.objects.filter(role=Role.LEAD, unit__active=True, duty__campaign=campaign)
    yield from led.order_by().values_list("duty__standard", "duty__area__path")


def _whole(rows: DutyQuerySet) -> DutyQuerySet:
    shares = Share.objects.select_related("unit__area").order_by("role", "pk")
    return (
        rows.select_related("campaign__area", "standard__edition", "area", "leader")
        .defer("standard__edition__document")
        .prefetch_related(Prefetch("shares", shares))
    )


def facts_of(duty: Duty) -> DutyFacts:
    """A duty as it stands, in the words of a form or sheet."""
    shares = list(duty.shares.all())
    lead = next((share for share in shares if share.role == Role.LEAD), None)
    partners = tuple((share.unit, share.share) for share in shares if share != lead)
    return DutyFacts(
        standard=duty.standard,
        area=duty.area,
        lead=lead.unit if lead else None,
        leader=duty.leader,
        partners=partners,
        lead_share=lead.share if lead else Decimal(1),
        task=duty.task,
        target=duty.target,
        deadline=duty.deadline,
    )


@dataclass(frozen=True)
class Burden:
    """A unit's part in one duty, and the points that are at stake for it."""

    duty: Duty
    role: str
    points: Decimal


def burdens(person: Person, unit: Unit, campaign: Campaign) -> list[Burden]:
    """What a unit answers for in a campaign, the most points first."""
    mine = duties(person).filter(campaign=campaign, shares__unit=unit)
    found = [_burden(duty, unit) for duty in mine]
    return sorted(found, key=lambda burden: (-burden.points, burden.duty.standard.position))


def burdens_of(person: Person, unit: Unit) -> list[Burden]:
    """What a unit answers for in the campaigns that run: the first due first, then by points."""
    mine = duties(person).filter(campaign__closed=False, shares__unit=unit)
    found = [_burden(duty, unit) for duty in mine]
    return sorted(found, key=lambda one: (one.duty.deadline or date.max, -one.points))


def portions(duty: Duty) -> list[tuple[Share, Decimal]]:
    """The units of a duty, each with the points at stake for it; the lead comes first."""
    shares = list(duty.shares.all())
    whole = sum((share.share for share in shares), Decimal(0)) or Decimal(1)
    return [(share, duty.standard.points * share.share / whole) for share in shares]


def _burden(duty: Duty, unit: Unit) -> Burden:
    own, points = next(pair for pair in portions(duty) if pair[0].unit_id == unit.pk)
    return Burden(duty, own.get_role_display(), points)


def takers(person: Person, campaign: Campaign, area: Area) -> list[tuple[Unit, int]]:
    """The units that may be handed a standard, with how many they lead; those of the area first."""
    leads = Share.objects.filter(role=Role.LEAD, duty__campaign=campaign).values_list("unit")
    leading = dict(leads.annotate(Count("pk")))
    rows = units(person).filter(active=True, area__path__startswith=campaign.area.path)
    found = [(unit, leading.get(unit.pk, 0)) for unit in rows]
    return sorted(found, key=lambda pair: (pair[0].area_id != area.pk, -pair[1], pair[0].code))


def own_units(person: Person) -> set[int]:
    """The units that a person acts for: those that their grants name."""
    return {unit for held in person.holdings for unit in held.units}


def engine_duties(campaign: Campaign) -> list[EngineDuty]:
    """The duty table as the engine takes it, with the codes of units, areas and standards.

    A duty of an area also covers every smaller area in it that has none of its own.
    Where points bear their own losses, what is judged at points is left out, so that it stays
    with the unit that answers for the point.
    """
    below = _areas_below(campaign)
    items = _items_on_paper(campaign)
    rows: list[EngineDuty] = []
    for duty in _closest(of_campaign(campaign), below):
        shares = [share for share in duty.duty.shares.all() if share.share > 0]
        for item in items.get(duty.duty.standard.code, ("",)):
            rows += [
                EngineDuty(
                    unit=share.unit.code,
                    share=float(share.share),
                    standard=duty.duty.standard.code,
                    item=item,
                    area=duty.area,
                )
                for share in shares
            ]
    return rows


@dataclass(frozen=True)
class _Held:
    duty: Duty
    area: str


def _areas_below(campaign: Campaign) -> Sequence[tuple[str, str]]:
    root = campaign.area.path
    return list(Area.objects.below(root).order_by("path").values_list("path", "code"))


def _closest(
    duties: Sequence[Duty] | DutyQuerySet, areas: Sequence[tuple[str, str]]
) -> Iterator[_Held]:
    """Each duty once for every area in which no duty lies closer."""
    by_standard: dict[int, dict[str, Duty]] = {}
    for duty in duties:
        path = duty.area.path if duty.area else ""
        by_standard.setdefault(duty.standard_id, {})[path] = duty
    for held in by_standard.values():
        if "" in held:
            yield _Held(held[""], "")
        paths = [path for path in held if path]
        for path, code in areas if paths else ():
            closest = max((p for p in paths if path.startswith(p)), key=len, default="")
            if closest:
                yield _Held(held[closest], code)


def _items_on_paper(campaign: Campaign) -> dict[str, tuple[str, ...]]:
    """Of each standard the items to be named one by one; no entry where it is named as a whole."""
    if campaign.bearer == Bearer.DUTY:
        return {}
    whole = framework(campaign.edition)
    asked = asked_at(whole)
    found: dict[str, tuple[str, ...]] = {}
    for standard in whole.standards():
        items = [item for part in standard.parts for item in whole.items_of(part)]
        if any(item in asked for item in items):
            found[standard.id] = tuple(item for item in items if item not in asked)
    return found
