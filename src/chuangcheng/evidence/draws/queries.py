"""Reading draws."""

from __future__ import annotations

from chuangcheng.evidence.draws.models import Draw, Drawn, DrawnQuerySet, DrawQuerySet
from chuangcheng.evidence.draws.rules import SEE
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.scope import Person


def draws(person: Person) -> DrawQuerySet:
    """The draws in scope."""
    return Draw.objects.with_right(person, SEE).select_related("round__campaign__area")


def drawn(person: Person, round_: Round) -> DrawnQuerySet:
    """The points drawn for a round, replaced ones too."""
    return _told(Drawn.objects.with_right(person, SEE).filter(draw__round=round_))


def to_visit(round_: Round) -> DrawnQuerySet:
    """The points that a round's draw has it visit."""
    return _told(Drawn.objects.filter(draw__round=round_).to_visit())


def _told(rows: DrawnQuerySet) -> DrawnQuerySet:
    return rows.select_related("point__area", "point__unit", "point__point_kind", "replaced_by")
