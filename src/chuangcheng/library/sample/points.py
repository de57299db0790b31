"""The county's points: what they are called, where they lie and who answers for them."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.engine.framework import Framework, PointType
from chuangcheng.library.sample.county import Kind, Place, kinds, places, table
from chuangcheng.library.sample.dice import Dice, apportioned

POINTS = 340


@dataclass(frozen=True)
class Point:
    """One point; longitude and latitude are WGS-84 degrees."""

    id: str
    title: str
    title_en: str
    kind: str
    area: str
    unit: str
    longitude: float
    latitude: float


def all_points(framework: Framework, dice: Dice) -> list[Point]:
    """The points of the county, as many as its shape says, of every kind in the framework."""
    counts = apportioned(POINTS, [kind_of(t).points for t in framework.point_types])
    points: list[Point] = []
    for point_type, count in zip(framework.point_types, counts, strict=True):
        stems = dice.shuffled([(r["stem"], r["stem_en"]) for r in table("stems")], point_type.id)
        for n in range(count):
            stem = stems[n % len(stems)]
            points.append(_point(dice, point_type, f"P{len(points) + 1:03}", n, stem))
    return points


def kind_of(point_type: PointType) -> Kind:
    """What is known of a kind of point; an ordinary kind where the county does not know it."""
    plain = Kind(point_type.id, 15, 3, 1, 1.0, "any", f"{{stem}}{point_type.title.zh}", "")
    return kinds().get(point_type.id, plain)


def fixed_points(kind: str) -> int:
    """How many points of a kind are visited in every round."""
    known = kinds().get(kind)
    return 1 if known is None else known.fixed


def _point(dice: Dice, point_type: PointType, id_: str, n: int, stem: tuple[str, str]) -> Point:
    kind = kind_of(point_type)
    place = _place(dice, kind, id_)
    name_en = kind.name_en or f"{{stem}} {point_type.title.en or point_type.id}"
    return Point(
        id=id_,
        title=kind.name.format(stem=stem[0], n=n + 1),
        title_en=name_en.format(stem=stem[1], n=n + 1),
        kind=point_type.id,
        area=place.id,
        unit=_unit(dice, point_type, place, id_),
        longitude=_near(place.longitude, place.spread, dice.unit("longitude", id_)),
        latitude=_near(place.latitude, place.spread, dice.unit("latitude", id_)),
    )


def _place(dice: Dice, kind: Kind, id_: str) -> Place:
    fitting = {
        "street": [place for place in places() if not place.is_town],
        "town": [place for place in places() if place.is_town],
    }.get(kind.setting, list(places()))
    return dice.weighted(fitting, [place.share for place in fitting], "place", id_)


def _unit(dice: Dice, point_type: PointType, place: Place, id_: str) -> str:
    """Who answers: a unit of the kind that the framework names, else the place's own office."""
    units = table("units")
    named = [u["id"] for u in units if u["answers_for"] == point_type.unit_kind != ""]
    own = next(u["id"] for u in units if u["area"] == place.id)
    return dice.pick(named, "unit", id_) if named else own


def _near(middle: float, spread: float, throw: float) -> float:
    return round(middle + (throw * 2 - 1) * spread, 6)
