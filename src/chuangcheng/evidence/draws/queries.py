"""Reading draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from chuangcheng.engine import draws as engine
from chuangcheng.evidence.draws.models import Draw, Drawn, DrawnQuerySet, DrawQuerySet
from chuangcheng.evidence.draws.rules import SEE
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.queries import framework
from chuangcheng.ground.points import queries as points
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person

Row = Sequence[str]


def draws(person: Person) -> DrawQuerySet:
    """The draws in scope."""
    return Draw.objects.with_right(person, SEE).select_related("round__campaign__area")


def draw_of(person: Person, round_: Round) -> Draw | None:
    """The draw of a round, if it has one that the person may see."""
    return draws(person).filter(round=round_).first()


def drawn(person: Person, round_: Round) -> DrawnQuerySet:
    """The points drawn for a round, replaced ones too."""
    return _told(Drawn.objects.with_right(person, SEE).filter(draw__round=round_))


def to_visit(round_: Round) -> DrawnQuerySet:
    """The points that a round's draw has it visit."""
    return _told(Drawn.objects.filter(draw__round=round_).to_visit())


def frame(round_: Round) -> list[Point]:
    """The points that could be drawn for a round: those in use, of kinds its framework knows."""
    kinds = [kind.id for kind in framework(round_).point_types]
    found = points.in_area(round_.campaign.area).filter(active=True, point_kind__code__in=kinds)
    return list(found.order_by("area__path", "point_kind__code", "code"))


def rows(points_: Iterable[Point]) -> list[Row]:
    """Points as the rows that a draw keeps: area, kind and code."""
    return [(point.area.code, point.point_kind.code, point.code) for point in points_]


def in_columns(rows_: Sequence[Row]) -> pl.DataFrame:
    """The rows that a draw keeps as the engine takes them."""
    return pl.DataFrame(
        [tuple(row) for row in rows_], schema=dict.fromkeys(engine.COLUMNS, pl.String), orient="row"
    )


def reach(frame_: Sequence[Point]) -> tuple[int, int]:
    """How few and how many points quotas with at least one of each kind in an area can ask for."""
    taken = rows(frame_)
    return len({row[:2] for row in taken}), len(taken)


def suggested(frame_: Sequence[Point], total: int) -> dict[tuple[str, str], int]:
    """Quotas in proportion to the points there are, at least one of each kind in an area.

    Where `total` does not reach that far, the least or most that it can be.
    """
    least, most = reach(frame_)
    quotas = engine.proportional(in_columns(rows(frame_)), min(max(total, least), most))
    return {(quota.area, quota.point_type): quota.number for quota in quotas}


def _told(found: DrawnQuerySet) -> DrawnQuerySet:
    return found.select_related(
        "point__area", "point__unit", "point__point_kind", "replaced_by__point"
    )
