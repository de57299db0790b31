"""What the records of a round are: second visits, and sections of which a score makes one."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from chuangcheng.evidence.inspections.models import ObservationQuerySet, Round
from chuangcheng.evidence.inspections.queries import engine_columns, mark, observations
from chuangcheng.evidence.inspections.rules import CHANGE
from chuangcheng.ground.kept import kept
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.facets import question


def made_of(person: Person, round_: Round) -> dict[str, int]:
    """How many observations a round has of second visits and of sections, and what these count as.

    To whoever does not run it nothing of it is told.
    """
    if not may(person, CHANGE, round_):
        return {}
    rows = observations(person).filter(round=round_).standing().select_related(None)
    parts, stamp = _of_sections(rows), (round_.seq, mark(round_, round_.seq))
    parted, made_one = kept(question(parts, "sections"), stamp, lambda: _made_one(round_, parts))
    return {"seconds": rows.filter(second=True).count(), "parted": parted, "made_one": made_one}


def _of_sections(rows: ObservationQuerySet) -> ObservationQuerySet:
    """The rows of an item that a visit judged section by section; the first has no name."""
    named = rows.filter(second=False).exclude(repeat="")
    alike = Exists(named.filter(visit=OuterRef("visit"), item=OuterRef("item")))
    # Few visits have sections; of these alone each row is asked.
    return rows.filter(alike, second=False, visit__in=named.values("visit"))


def _made_one(round_: Round, parts: ObservationQuerySet) -> tuple[int, int]:
    """How many rows there are, and how many once those of each visit and item are made one."""
    number = parts.count()
    return number, len(engine_columns(round_, parts)) if number else 0
