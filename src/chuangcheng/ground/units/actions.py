"""What can be done with units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.verbs import Outcome, changed, made, told, verb
from chuangcheng.ground.bulk import change_rows, make_rows
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.ground.subject import parted
from chuangcheng.ground.units import rules
from chuangcheng.ground.units.models import Kind, Unit
from chuangcheng.ground.units.rules import CHANGE, UnitFacts
from chuangcheng.ground.units.sheet import UNITS, UnitRow, plan
from chuangcheng.ground.units.structures import Structure
from chuangcheng.ground.words import Words

WRITTEN = ("title_zh", "title_en", "unit_kind", "area", "contact", "phone", "active")


@verb("unit.create", zh="新建了单位“{title}”", en="created the unit “{title}”", right=CHANGE)
def create(actor: Person, *, facts: UnitFacts, superiors: Sequence[Unit] = ()) -> Outcome[Unit]:
    """Make a unit that answers to these superiors."""
    rules.check_code_free(Unit.objects.filter(code__iexact=facts.code))
    unit = Unit(**_columns(facts))
    unit.full_clean()
    unit.save()
    unit.superiors.set(superiors)
    return made(unit, superiors=_codes(superiors))


@verb("unit.change", zh="修改了单位“{title}”", en="changed the unit “{title}”", right=CHANGE)
def change(
    actor: Person, *, unit: Unit, facts: UnitFacts, superiors: Sequence[Unit]
) -> Outcome[Unit]:
    """Say something new of a unit and of whom it answers to."""
    before = unit.facts() | {"superiors": _codes(unit.superiors.all())}
    rules.check_code_free(Unit.objects.filter(code__iexact=facts.code).exclude(pk=unit.pk))
    rules.check_superiors(unit, superiors)
    for name, value in _columns(facts).items():
        setattr(unit, name, value)
    unit.full_clean()
    unit.save()
    unit.superiors.set(superiors)
    return changed(unit, before, superiors=_codes(superiors))


@verb(
    "unit.set-up-headquarters",
    zh="在“{title}”设立了指挥部（{after[structure]}）",
    en="set up the headquarters of “{title}” ({after[structure]})",
    right=CHANGE,
)
def set_up_headquarters(actor: Person, *, area: Area, structure: Structure) -> Outcome[Unit]:
    """Make a headquarters with its office and its working groups, all at once."""
    code = f"{area.code}-HQ"
    rules.check_code_free(Unit.objects.filter(code__istartswith=code))
    whole = _part(code, structure.headquarters, Kind.HEADQUARTERS, area)
    parts = [_part(f"{code}-office", structure.office, Kind.OFFICE, area)]
    parts += [
        _part(f"{code}-{name}", words, Kind.GROUP, area) for name, words in structure.groups.items()
    ]
    for part in parts:
        part.superiors.set([whole])
    facts = {"structure": structure.title.zh, "units": _codes([whole, *parts])}
    return told(whole, kind=Unit.kind, title=area.title_zh, facts=facts, place=area.place())


@verb(
    "unit.import",
    zh="从文件“{title}”导入单位：新增 {after[new]}，更新 {after[changed]}",
    en="imported units from “{title}”: {after[new]} new, {after[changed]} changed",
    right=CHANGE,
)
def take_in(actor: Person, *, rows: Sequence[Row], source: Source) -> Outcome[Plan[UnitRow]]:
    """Write a whole sheet of units, or raise ValidationError and write nothing."""
    planned = plan(actor, rows)
    refuse(planned.problems)
    _write([*planned.new, *planned.changed])
    facts = {
        "new": len(planned.new),
        "changed": len(planned.changed),
        "sha256": source.sha256,
        "were": {row.facts.code: row.before_told() for row in planned.changed},
    }
    return told(planned, kind=UNITS.name, title=source.name, facts=facts)


def _columns(facts: UnitFacts) -> dict[str, Any]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _codes(units: Iterable[Unit]) -> list[str]:
    return sorted(unit.code for unit in units)


def _part(code: str, words: Words, kind: Kind, area: Area) -> Unit:
    return Unit.objects.create(
        code=code, title_zh=words.zh, title_en=words.en, unit_kind=kind, area=area
    )


def _write(rows: Sequence[UnitRow]) -> None:
    """Write the units first, then who answers to whom, since a superior may come in the same file."""
    units = [Unit(**_columns(row.facts), pk=row.pk) for row in rows]
    old, new = parted(units)
    Unit.objects.bulk_create(new, batch_size=2000)
    change_rows(old, WRITTEN)
    keys = {code.casefold(): pk for code, pk in Unit.objects.values_list("code", "pk")}
    lines = Unit.superiors.through
    pairs = list(zip(units, rows, strict=True))
    lines.objects.filter(from_unit_id__in={unit.pk for unit, row in pairs if row.pk}).delete()
    make_rows(
        lines,
        ("from_unit_id", "to_unit_id"),
        ((unit.pk, keys[boss.casefold()]) for unit, row in pairs for boss in row.superiors),
    )
