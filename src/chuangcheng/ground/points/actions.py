"""What can be done with kinds of point, points and pledges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.audit.verbs import Outcome, changed, made, told, verb
from chuangcheng.ground.bulk import change_rows, make_rows, rewrite_rows
from chuangcheng.ground.points import pledge_sheet, rules, sheet
from chuangcheng.ground.points.kinds import street_codes
from chuangcheng.ground.points.models import Pledge, Point, PointKind
from chuangcheng.ground.points.pledge_sheet import PLEDGES, PledgeRow
from chuangcheng.ground.points.rules import (
    CHANGE,
    KINDS,
    PLEDGE,
    KindFacts,
    PledgeFacts,
    PointFacts,
)
from chuangcheng.ground.points.sheet import POINTS, PointRow
from chuangcheng.ground.scope import Person, require
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.ground.site.squares import square
from chuangcheng.ground.units.models import Unit

#: The columns of a point that a sheet changes, as the database calls them.
WRITTEN = (
    "title_zh", "title_en", "point_kind_id", "area_id", "unit_id",
    "lon", "lat", "square", "address", "active", "note",
)  # fmt: skip


@verb(
    "point-kind.create",
    zh="新建了点位类型“{title}”",
    en="created the kind of point “{title}”",
    right=KINDS,
)
def create_kind(actor: Person, *, facts: KindFacts) -> Outcome[PointKind]:
    """Make a kind of point, which is the same everywhere."""
    rules.check_code_free(PointKind.objects.filter(code__iexact=facts.code))
    kind = PointKind(**asdict(facts))
    kind.full_clean()
    kind.save()
    return _anywhere(made(kind))


@verb(
    "point-kind.change",
    zh="修改了点位类型“{title}”",
    en="changed the kind of point “{title}”",
    right=KINDS,
)
def change_kind(actor: Person, *, point_kind: PointKind, facts: KindFacts) -> Outcome[PointKind]:
    """Say something new of a kind; its code stays, since checklists name it."""
    before = point_kind.facts()
    for name, value in asdict(replace(facts, code=point_kind.code)).items():
        setattr(point_kind, name, value)
    point_kind.full_clean()
    point_kind.save()
    return _anywhere(changed(point_kind, before))


@verb(
    "point-kind.lay",
    zh="从测评体系补上了点位类型：{after[new]}",
    en="added kinds of point from a framework: {after[new]}",
    right=KINDS,
)
def lay_kinds(actor: Person, *, kinds: Sequence[KindFacts]) -> Outcome[list[PointKind]]:
    """Make those of the kinds that are not there yet; what an office has said of others stays."""
    there = {code.casefold() for code in PointKind.objects.values_list("code", flat=True)}
    new = [
        PointKind(**{**asdict(facts), "street": facts.street or facts.code in street_codes()})
        for facts in kinds
        if facts.code.casefold() not in there
    ]
    PointKind.objects.bulk_create(new)
    return told(new, kind=PointKind.kind, title="", facts={"new": len(new)})


@verb("point.create", zh="新建了点位“{title}”", en="created the point “{title}”", right=CHANGE)
def create(actor: Person, *, facts: PointFacts) -> Outcome[Point]:
    """Put a point on the ground."""
    rules.check_code_free(Point.objects.filter(code__iexact=facts.code))
    return made(_written(Point(), facts))


@verb("point.change", zh="修改了点位“{title}”", en="changed the point “{title}”", right=CHANGE)
def change(actor: Person, *, point: Point, facts: PointFacts) -> Outcome[Point]:
    """Say something new of a point."""
    before = point.facts()
    require(actor, CHANGE, point)
    rules.check_code_free(Point.objects.filter(code__iexact=facts.code).exclude(pk=point.pk))
    return changed(_written(point, facts), before)


@verb(
    "point.hand-over",
    zh="把 {after[points]} 个点位交给“{title}”负责",
    en="handed {after[points]:point|points} to “{title}”",
    right=CHANGE,
)
def hand_over(actor: Person, *, points: Sequence[Point], unit: Unit) -> Outcome[Unit]:
    """Let a unit answer for points."""
    for point in points:
        require(actor, CHANGE, point)
    were = {point.code: point.unit.code if point.unit else "" for point in points}
    Point.objects.filter(pk__in=[point.pk for point in points]).update(unit=unit)
    facts = {"points": len(points), "unit": unit.code, "were": were}
    return told(unit, kind=Point.kind, title=str(unit), facts=facts)


@verb(
    "point.import",
    zh="从文件“{title}”导入点位：新增 {after[new]}，更新 {after[changed]}",
    en="imported points from “{title}”: {after[new]} new, {after[changed]} changed",
    right=CHANGE,
)
def take_in(actor: Person, *, rows: Sequence[Row], source: Source) -> Outcome[Plan[PointRow]]:
    """Write a whole sheet of points, or raise ValidationError and write nothing."""
    planned = sheet.plan(actor, rows)
    refuse(planned.problems)
    make_rows(Point, ("code", *WRITTEN), (_cells(row) for row in planned.new))
    rewrite_rows(Point, WRITTEN, ((*_cells(row)[1:], row.pk) for row in planned.changed))
    were = {row.facts.code: row.before_told() for row in planned.changed}
    facts = _summary(planned, source) | {"were": were}
    return told(planned, kind=POINTS.name, title=source.name, facts=facts)


@verb("pledge.give", zh="登记了包保“{title}”", en="registered the pledge “{title}”", right=PLEDGE)
def pledge(actor: Person, *, facts: PledgeFacts) -> Outcome[Pledge]:
    """Register that a person vouches for a place, a unit or a point."""
    rules.check_pledge(facts)
    given = Pledge(**_pledge_columns(facts))
    given.full_clean()
    given.save()
    return made(given)


@verb("pledge.end", zh="结束了包保“{title}”", en="ended the pledge “{title}”", right=PLEDGE)
def end_pledge(actor: Person, *, given: Pledge, until: date, why: str = "") -> Outcome[Pledge]:
    """Say on which day a pledge ends; it is kept for the record."""
    before = given.facts()
    if until < given.since:
        raise ValidationError({"until": _("结束日期不能早于开始日期。")})
    given.until = until
    given.save(update_fields=["until"])
    return changed(given, before, why=why)


@verb(
    "pledge.import",
    zh="从文件“{title}”导入包保：新增 {after[new]}，更新 {after[changed]}",
    en="imported pledges from “{title}”: {after[new]} new, {after[changed]} changed",
    right=PLEDGE,
)
def take_in_pledges(
    actor: Person, *, rows: Sequence[Row], source: Source
) -> Outcome[Plan[PledgeRow]]:
    """Write a whole sheet of pledges, or raise ValidationError and write nothing."""
    planned = pledge_sheet.plan(actor, rows)
    refuse(planned.problems)
    Pledge.objects.bulk_create([_pledge(row) for row in planned.new], batch_size=2000)
    change_rows([_pledge(row) for row in planned.changed], ("until", "note"))
    return told(planned, kind=PLEDGES.name, title=source.name, facts=_summary(planned, source))


def _written(point: Point, facts: PointFacts) -> Point:
    rules.check_coordinates(facts.lon, facts.lat)
    for name, value in _columns(facts).items():
        setattr(point, name, value)
    point.full_clean()
    point.save()
    return point


def _columns(facts: PointFacts) -> dict[str, Any]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _cells(row: PointRow) -> tuple[object, ...]:
    """A row of a sheet as the columns of the database: the code, then `WRITTEN`."""
    facts = row.facts
    return (
        facts.code, facts.title_zh, facts.title_en, facts.point_kind.pk, facts.area.pk,
        facts.unit.pk if facts.unit else None, facts.lon, facts.lat,
        square(facts.lon, facts.lat), facts.address, facts.active, facts.note,
    )  # fmt: skip


def _pledge(row: PledgeRow) -> Pledge:
    return Pledge(**_pledge_columns(row.facts), pk=row.pk)


def _pledge_columns(facts: PledgeFacts) -> dict[str, Any]:
    names = ("pledge_kind", "person", "cell", "since", "until", "note")
    return {**{name: getattr(facts, name) for name in names}, **facts.columns()}


def _summary(planned: Plan[Any], source: Source) -> dict[str, Any]:
    counts = {"new": len(planned.new), "changed": len(planned.changed)}
    return counts | {"sha256": source.sha256}


def _anywhere(outcome: Outcome[PointKind]) -> Outcome[PointKind]:
    # Kinds are shared words: whoever keeps them somewhere keeps them.
    return replace(outcome, place=None)
