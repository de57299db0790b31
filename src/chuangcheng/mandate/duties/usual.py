"""What is usual when a standard is handed to a unit: what the form says before anybody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.utils import timezone

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties.models import Duty, Role
from chuangcheng.mandate.duties.queries import facts_of, of_campaign
from chuangcheng.mandate.duties.rules import DutyFacts
from chuangcheng.mandate.frameworks.models import Standard

T = TypeVar("T")


def held(campaign: Campaign, standard: Standard, area: Area | None) -> Duty | None:
    """The duty by which a standard is handed out already in an area."""
    return of_campaign(campaign).filter(standard=standard, area=area).first()


def led_by(unit: Unit, duty: Duty | None, campaign: Campaign, standard: Standard) -> DutyFacts:
    """A standard as a unit would lead it: by the terms that hold, else by those of its like."""
    alike = of_campaign(campaign)
    own = alike.filter(shares__unit=unit, shares__role=Role.LEAD)
    was = facts_of(duty) if duty else DutyFacts(standard)
    return replace(
        was,
        lead=unit,
        partners=tuple((other, share) for other, share in was.partners if other != unit),
        leader=was.leader or _most(d.leader for d in own),
        task=was.task or (standard.requirement or standard.title_zh)[:500],
        deadline=_ahead(was.deadline)
        or _most(_ahead(d.deadline) for d in alike)
        or _last_day(campaign),
    )


def _most(said: Iterable[T | None]) -> T | None:
    counted = Counter(value for value in said if value is not None)
    return max(counted, key=counted.__getitem__, default=None)


def _ahead(day: date | None) -> date | None:
    return day if day and day >= timezone.localdate() else None


def _last_day(campaign: Campaign) -> date:
    """The end of the year, or of the campaign's first."""
    return date(max(timezone.localdate().year, campaign.first_year), 12, 31)
