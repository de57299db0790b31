"""Bulk decomposition by rule: which standards, in which areas, to which units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.units.queries import units
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.queries import of_campaign
from chuangcheng.mandate.duties.rules import DutyFacts
from chuangcheng.mandate.frameworks.models import Standard, StandardQuerySet
from chuangcheng.mandate.frameworks.queries import standards


@dataclass(frozen=True)
class Order:
    """The rule: standards of a method, project and kind of point, to a unit or a kind of unit.

    Empty choices mean all. With `each` every area directly below the campaign's has its own duty;
    a kind of unit means the one unit of that kind in the area.
    """

    method: str = ""
    project: str = ""
    point_type: str = ""
    each: bool = False
    unit: Unit | None = None
    unit_kind: str = ""
    leader: User | None = None
    task: str = ""
    target: str = ""
    deadline: date | None = None
    replace: bool = False


@dataclass(frozen=True)
class Misfit:
    """An area in which the rule finds no unit, or more than one."""

    area: Area
    units: tuple[Unit, ...]


@dataclass
class Proposal:
    """What an order would do: duties to make, to change, left as they are, and what stands against it."""

    new: list[DutyFacts] = field(default_factory=list)
    changed: list[tuple[Duty, DutyFacts]] = field(default_factory=list)
    kept: list[Duty] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether it may be carried out: nothing against it, and something to do."""
        return not self.misfits and bool(self.new or self.changed)


def propose(person: Person, campaign: Campaign, order: Order) -> Proposal:
    """What carrying an order out would do; nothing is written."""
    found = Proposal()
    there = {(duty.standard_id, duty.area_id): duty for duty in of_campaign(campaign)}
    takers = list(_takers(person, campaign, order, found))
    for standard in chosen(person, campaign, order):
        for area, unit in takers:
            _sort_in(found, order, there, DutyFacts(
                standard, area, unit, order.leader,
                task=order.task, target=order.target, deadline=order.deadline,
            ))  # fmt: skip
    return found


def chosen(person: Person, campaign: Campaign, order: Order) -> StandardQuerySet:
    """The standards that an order is about."""
    rows = standards(person, campaign.edition).order_by("position")
    if order.method:
        rows = rows.filter(methods__contains=f" {order.method} ")
    if order.project:
        rows = rows.filter(project_code=order.project)
    if order.point_type:
        rows = rows.filter(point_types__contains=f" {order.point_type} ")
    return rows


def _takers(
    person: Person, campaign: Campaign, order: Order, found: Proposal
) -> Iterator[tuple[Area | None, Unit]]:
    """Each area with the unit that takes the standards there."""
    root = campaign.area
    for area in root.children.order_by("path") if order.each else [root]:
        if order.unit:
            fitting = [order.unit]
        else:
            mine = units(person).filter(active=True, area=area, unit_kind=order.unit_kind)
            fitting = list(mine)
        if len(fitting) == 1:
            yield (area if order.each else None), fitting[0]
        else:
            found.misfits.append(Misfit(area, tuple(fitting)))


def _sort_in(
    found: Proposal, order: Order, there: dict[tuple[int, int | None], Duty], facts: DutyFacts
) -> None:
    duty = there.get((facts.standard.pk, facts.area.pk if facts.area else None))
    if duty is None:
        found.new.append(facts)
    elif order.replace or duty.lead() is None:
        found.changed.append((duty, facts))
    else:
        found.kept.append(duty)


def projects(rows: StandardQuerySet) -> list[tuple[str, str]]:
    """The projects of an edition: code and name, in the order of the tree."""
    named: dict[str, Standard] = {}
    for standard in rows.order_by("position"):
        named.setdefault(standard.project_code, standard)
    return [(code, f"{code} {standard.project}") for code, standard in named.items()]
