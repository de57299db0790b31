"""The weeks behind the sample county: what was handed to units, put right or not, and the lists of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import blake2b
from itertools import cycle
from typing import Any

from django.utils import timezone
from PIL import Image

from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.evidence.photographs import actions as photographs
from chuangcheng.evidence.photographs.models import Purpose
from chuangcheng.evidence.photographs.rules import Owner
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.remedy.escalation.lists import actions as lists
from chuangcheng.remedy.escalation.lists.counting import WEEK, monday
from chuangcheng.remedy.problems import actions as problems
from chuangcheng.remedy.problems.finding.actions import report
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.rules import ProblemFacts

NINE, DAY = time(9), timedelta(days=1)


@dataclass(frozen=True)
class Handed:
    """A problem that a unit is handed at a moment, and when it is put right and seen to be."""

    unit: Unit
    title: str
    address: str
    at: datetime
    rectified_at: datetime | None
    rechecked_at: datetime | None


def lay(actor: Person, campaign: Campaign, about: Mapping[str, Any]) -> None:
    """Let the last weeks have passed as `about` says, and draw up the list of each."""
    for one in _weeks(about):
        _handle(actor, campaign, one)
    scheme = lists.set_scheme(actor, campaign=campaign, document=about["scheme"])
    for week in range(_many(about), 0, -1):
        lists.draw(actor, scheme=scheme, starts=monday(timezone.localdate()) - week * WEEK)


def _many(about: Mapping[str, Any]) -> int:
    return max(map(len, about["rectified"].values()))


def _weeks(about: Mapping[str, Any]) -> Iterator[Handed]:
    """Week by week, unit by unit; what is late in all but the last weeks is put right after all."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=about["rectified"])}
    titles, many = cycle(about["seen"]), _many(about)
    for week in range(many):
        start = monday(timezone.localdate()) - (many - week) * WEEK
        for code, done in about["rectified"].items():
            for n in range(about["handed"]):
                at = timezone.make_aware(datetime.combine(start + n * DAY, NINE))
                late = week < many - about["open"]
                ready = at + 2 * DAY if n < done[week] else at + WEEK + DAY if late else None
                again = ready + DAY if ready and late else None
                address = f"青禾路 {week * 40 + n * 10 + len(code)} 号"
                yield Handed(units[code], next(titles), address, at, ready, again)


def _handle(actor: Person, campaign: Campaign, one: Handed) -> None:
    facts = ProblemFacts(
        campaign=campaign,
        source="patrol",
        title=one.title,
        found_at=one.at,
        area=one.unit.area,
        address=one.address,
    )
    row = report(actor, facts=facts, now=one.at)
    row = problems.dispatch(actor, problem=row, lead=one.unit, now=one.at)
    row = problems.sign(actor, problem=row, now=one.at + timedelta(hours=1))
    if one.rectified_at:
        shown = photographs.add(actor, owner=_owner(row, one.unit), content=_picture(row))
        row = problems.rectify(
            actor, problem=row, note="已整改", photographs=[shown.uuid], now=one.rectified_at
        )
    if one.rechecked_at:
        problems.recheck(actor, problem=row, said=Judgement("pass"), now=one.rechecked_at)


def _owner(row: Problem, unit: Unit) -> Owner:
    return Owner(Problem.kind, str(row.pk), row.area, (unit,), Purpose.AFTER)


def _picture(row: Problem) -> bytes:
    """No photograph, and plainly none: squares of grey that differ from problem to problem."""
    squares = blake2b(row.number.encode(), digest_size=48).digest()
    file = io.BytesIO()
    Image.frombytes("L", (8, 6), squares).resize((320, 240), Image.Resampling.NEAREST).save(
        file, "JPEG"
    )
    return file.getvalue()
