"""The round that is under way in the sample county: drawn, and shared out for the days to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from chuangcheng.engine.draws import Quota
from chuangcheng.evidence.assignments import actions as assignments
from chuangcheng.evidence.assignments.queries import inspectors
from chuangcheng.evidence.assignments.rules import Order
from chuangcheng.evidence.draws import actions as draws
from chuangcheng.evidence.draws import queries as drawing
from chuangcheng.evidence.draws.rules import DrawFacts
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.evidence.inspections.rules import RoundFacts
from chuangcheng.ground.scope import Person
from chuangcheng.mandate.campaigns.models import Campaign


def walk(actor: Person, campaign: Campaign, about: Mapping[str, Any]) -> Round:
    """Make the round that `about` describes, from today on; draw its points and give them out."""
    today = timezone.localdate()
    year = min(max(today.year, campaign.first_year), campaign.last_year)
    days = tuple(today + timedelta(days=n) for n in range(about["days"]))
    facts = RoundFacts(
        year=year,
        number=Round.objects.filter(campaign=campaign, year=year).count() + 1,
        title_zh=about["title_zh"],
        title_en=about["title_en"],
        round_kind=RoundKind(about["kind"]),
        starts=days[0],
        ends=days[-1],
        twice=about["twice"],
    )
    round_ = inspections.create(actor, campaign=campaign, facts=facts, secret=False)
    _draw(actor, round_, about)
    people = inspectors(round_).filter(username__in=about["inspectors"]).order_by("pk")
    order = Order(tuple(people), days, about["team"], about["twice"])
    assignments.share_out(actor, round_=round_, order=order)
    return round_


def _draw(actor: Person, round_: Round, about: Mapping[str, Any]) -> None:
    kinds = set(about["kinds"])
    frame = [point for point in drawing.frame(round_) if point.point_kind.code in kinds]
    quotas = tuple(
        Quota(area=area, point_type=kind, number=number)
        for (area, kind), number in drawing.suggested(frame, about["points"]).items()
    )
    facts = DrawFacts(about["announced"], quotas)
    draw = draws.announce(actor, round_=round_, facts=facts)
    draws.draw_points(actor, draw=draw, seed=about["seed"])
