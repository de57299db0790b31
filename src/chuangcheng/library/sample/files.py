"""The files of the sample county, as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from chuangcheng.engine.framework import Framework, Sanction
from chuangcheng.engine.plan import Plan, compile_plan
from chuangcheng.engine.rules import ABSENT
from chuangcheng.engine.tally import COLUMNS
from chuangcheng.library.sample.county import Round, places, rounds, table, whole_county
from chuangcheng.library.sample.dice import Dice
from chuangcheng.library.sample.duties import Leads
from chuangcheng.library.sample.papers import Papers, ways
from chuangcheng.library.sample.points import Point, all_points
from chuangcheng.library.sample.street import Named, Street
from chuangcheng.library.sample.visits import Visit, visits

SEED = "qinghe"

Row = dict[str, str]

_OBSERVED = tuple(COLUMNS)
_AREAS = ("id", "title", "title_en", "parent", "group", "weight")
_UNITS = ("id", "title", "title_en", "kind", "area")
_POINTS = ("point", "title", "title_en", "point_type", "area", "unit", "longitude", "latitude")
_ROUNDS = ("round", "title", "title_en", "year", "first_day", "days")
_DUTIES = ("standard", "item", "area", "unit", "share", "role")
_SANCTIONS = ("area", "sanction", "times", "unit", "note")


def generate(framework: Framework, seed: str = SEED) -> dict[str, str]:
    """Every file of the county by its name, as CSV in UTF-8 with line feeds.

    `areas`, `units`, `points`, `duties` and `rounds` once; for each round the folder
    `observations/ROUND` with `onsite`, `absent`, `materials` and `survey`, and a file in
    `sanctions/`. The same framework and seed give the same bytes on every machine.
    """
    dice, plan = Dice(seed), compile_plan(framework)
    points = all_points(framework, dice)
    leads = Leads(framework)
    onsite = {method for method, way in ways(plan).items() if way == "onsite"}
    return {
        "areas.csv": text(_AREAS, table("areas")),
        "units.csv": text(_UNITS, table("units")),
        "rounds.csv": text(_ROUNDS, table("rounds")),
        "points.csv": text(_POINTS, (_point_row(point) for point in points)),
        "duties.csv": text(_DUTIES, leads.rows(onsite)),
        **dict(_observed(plan, points, Papers(plan, dice, leads), dice)),
        **dict(_sanctioned(framework, dice)),
    }


def text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as CSV with these columns; others are left out."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _point_row(point: Point) -> Row:
    return {
        "point": point.id,
        "title": point.title,
        "title_en": point.title_en,
        "point_type": point.kind,
        "area": point.area,
        "unit": point.unit,
        "longitude": f"{point.longitude:.6f}",
        "latitude": f"{point.latitude:.6f}",
    }


def _observed(
    plan: Plan, points: list[Point], papers: Papers, dice: Dice
) -> Iterator[tuple[str, str]]:
    street, named = Street(plan, dice), Named()
    for round_ in rounds():
        seen = visits(plan, points, round_.id, dice)
        found = {
            "onsite": street.rows(seen, round_, named),
            "absent": _absent(plan, points, seen, round_),
            "materials": papers.materials(round_),
            "survey": papers.survey(round_),
        }
        for name, rows in found.items():
            yield f"observations/{round_.id}/{name}.csv", text(_OBSERVED, rows)


def _absent(plan: Plan, points: list[Point], seen: list[Visit], round_: Round) -> Iterator[Row]:
    """What a township was found to have no place for, of all that was judged in the round."""
    judged = {(item, visit.point.kind) for visit in seen for item in visit.items}
    for place in places():
        kinds = {point.kind for point in points if point.area == place.id}
        could = {
            item
            for kind in plan.framework.point_types
            if kind.id in kinds
            for item in plan.framework.checklist(kind)
        }
        for item, kind in sorted(judged):
            if item not in could:
                yield {
                    "area": place.id,
                    "point_type": kind,
                    "item": item,
                    "visit": f"{round_.id}-none-{place.id}-{kind}",
                    "method": plan.parts[plan.slots[plan.slot_of(item, kind)].part].method,
                    "result": ABSENT,
                    "observed_at": f"{round_.first_day}T08:00:00",
                }


def _sanctioned(framework: Framework, dice: Dice) -> Iterator[tuple[str, str]]:
    """A bonus for the county and one for a township, a penalty for another, now and then."""
    for round_ in rounds():
        rows = [
            {
                "area": area,
                "sanction": entry.id,
                "times": "1",
                "unit": "",
                "note": f"{round_.title}：{entry.title.zh}",
            }
            for area, entry in _decided(framework, round_, dice)
        ]
        yield f"sanctions/{round_.id}.csv", text(_SANCTIONS, rows)


def _decided(framework: Framework, round_: Round, dice: Dice) -> Iterator[tuple[str, Sanction]]:
    towns = [place.id for place in places()]
    wanted = (("bonus", [whole_county()], 0.8), ("bonus", towns, 0.8), ("penalty", towns, 0.8))
    for n, (kind, areas, often) in enumerate(wanted):
        entries = [entry for entry in framework.sanctions if entry.kind == kind]
        if entries and dice.unit("decided", round_.id, n) < often:
            yield dice.pick(areas, "laid", round_.id, n), dice.pick(entries, "entry", round_.id, n)
