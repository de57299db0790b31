"""Reading points, their kinds and pledges."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import (
    Pledge,
    PledgeKind,
    PledgeQuerySet,
    Point,
    PointKind,
    PointQuerySet,
    Tally,
    TallyQuerySet,
)
from chuangcheng.ground.points.rules import CHANGE, PLEDGE, SEE, Target
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit


def kinds() -> QuerySet[PointKind]:
    """All kinds of point."""
    return PointKind.objects.all()


def counted_kinds(person: Person) -> QuerySet[PointKind]:
    """All kinds, each with the number of its points that a person sees."""
    mine = Point.objects.with_right(person, SEE)
    return kinds().annotate(seen=Count("points", filter=Q(points__in=mine.values("pk"))))


def points(person: Person) -> PointQuerySet:
    """The points that a person may look up."""
    mine = Point.objects.with_right(person, SEE)
    return mine.select_related("point_kind", "area", "unit")


def tallies(person: Person) -> TallyQuerySet | None:
    """The tallies of the points that a person may look up; None for whoever sees units' alone."""
    held = [holding for holding in person.holdings if {SEE, "*"} & holding.rights]
    return None if any(one.units for one in held) else Tally.objects.within(held)


def changeable(person: Person) -> PointQuerySet:
    """The points that a person keeps."""
    return Point.objects.with_right(person, CHANGE).select_related("point_kind", "area", "unit")


def in_area(area: Area) -> PointQuerySet:
    """All points in an area, for what is counted over the whole of it."""
    rows = Point.objects.filter(area__path__startswith=area.path)
    return rows.select_related("point_kind", "area", "unit")


def unchiefed(rows: PointQuerySet) -> PointQuerySet:
    """Those of the points that are streets in use without a street chief."""
    chiefs = Pledge.objects.live().filter(pledge_kind=PledgeKind.STREET, point=OuterRef("pk"))
    return rows.filter(active=True, point_kind__street=True).exclude(Exists(chiefs))


def pledges(person: Person) -> PledgeQuerySet:
    """The pledges that a person may look up."""
    return _told(Pledge.objects.with_right(person, SEE))


def pledgeable(person: Person) -> PledgeQuerySet:
    """The pledges that a person keeps."""
    return _told(Pledge.objects.with_right(person, PLEDGE))


def pledges_for(person: Person, target: Target) -> PledgeQuerySet:
    """The pledges given for a place, a unit or a point, those that hold first."""
    column = {Area: "area", Unit: "unit", Point: "point"}[type(target)]
    return pledges(person).filter(**{column: target}).order_by("until", "pk")


def pledges_by(person: Person, user: User) -> PledgeQuerySet:
    """The pledges somebody has given."""
    return pledges(person).filter(person=user)


def _told(rows: PledgeQuerySet) -> PledgeQuerySet:
    return rows.select_related(
        "person", "area", "unit__area", "point__area", "point__unit", "point__point_kind"
    )
