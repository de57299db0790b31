"""What can be done with areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from chuangcheng.ground.areas import queries, rules
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.areas.rules import CHANGE, AreaFacts
from chuangcheng.ground.areas.sheet import AREAS, AreaRow, plan
from chuangcheng.ground.audit.verbs import Outcome, changed, made, removed, told, verb
from chuangcheng.ground.bulk import change_rows
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.ground.subject import parted

WRITTEN = ("title_zh", "title_en", "level", "parent", "group", "weight")


@verb("area.create", zh="新建了区域“{title}”", en="created the area “{title}”", right=CHANGE)
def create(actor: Person, *, facts: AreaFacts, parent: Area | None) -> Outcome[Area]:
    """Put a new area below a parent, or at the top."""
    rules.check_level(facts.level, parent.level if parent else None)
    rules.check_code_free(facts.code, Area.objects.filter(code__iexact=facts.code))
    area = Area(**asdict(facts), parent=parent, path=rules.path_of(facts.code, parent))
    area.full_clean()
    area.save()
    return made(area)


@verb("area.change", zh="修改了区域“{title}”", en="changed the area “{title}”", right=CHANGE)
def change(actor: Person, *, area: Area, facts: AreaFacts) -> Outcome[Area]:
    """Say something new of an area; a new code moves the paths of all below it."""
    before = area.facts()
    rules.check_level(facts.level, area.parent.level if area.parent else None)
    _check_parts(area, facts.level)
    rules.check_code_free(
        facts.code, Area.objects.filter(code__iexact=facts.code).exclude(pk=area.pk)
    )
    for name, value in asdict(facts).items():
        setattr(area, name, value)
    area.full_clean()
    area.save()
    _repath(area, rules.path_of(area.code, area.parent))
    return changed(area, before)


@verb(
    "area.move",
    zh="把区域“{title}”移到“{after[under]}”之下",
    en="moved the area “{title}” below “{after[under]}”",
    right=CHANGE,
)
def move(actor: Person, *, area: Area, parent: Area | None, why: str = "") -> Outcome[Area]:
    """Hang an area, with all below it, under another parent."""
    before = area.facts()
    rules.check_move(area, parent)
    area.parent = parent
    area.save(update_fields=["parent"])
    _repath(area, rules.path_of(area.code, parent))
    return changed(area, before, why=why, under=str(parent or "—"))


@verb("area.remove", zh="删除了区域“{title}”", en="removed the area “{title}”", right=CHANGE)
def remove(actor: Person, *, area: Area, why: str = "") -> Outcome[Area]:
    """Take away an area on which nothing stands."""
    standing = queries.standing_on(area)
    rules.check_nothing_on_it(queries.named(actor, standing), anything=bool(standing))
    outcome = removed(area, area.facts(), why=why)
    area.delete()
    return outcome


@verb(
    "area.import",
    zh="从文件“{title}”导入区域：新增 {after[new]}，更新 {after[changed]}",
    en="imported areas from “{title}”: {after[new]} new, {after[changed]} changed",
    right=CHANGE,
)
def take_in(actor: Person, *, rows: Sequence[Row], source: Source) -> Outcome[Plan[AreaRow]]:
    """Write a whole sheet of areas, or raise ValidationError and write nothing."""
    planned = plan(actor, rows)
    refuse(planned.problems)
    wanted = sorted([*planned.new, *planned.changed], key=lambda row: row.facts.level)
    _write(wanted)
    facts = {
        "new": len(planned.new),
        "changed": len(planned.changed),
        "sha256": source.sha256,
        "were": {row.facts.code: row.before for row in planned.changed},
    }
    return told(planned, kind=AREAS.name, title=source.name, facts=facts)


def _check_parts(area: Area, level: int) -> None:
    highest = area.children.order_by("level").values_list("level", flat=True).first()
    if highest is not None and highest <= level:
        raise ValidationError({"level": _("层级必须高于下级区域的层级。")})


def _repath(area: Area, path: str) -> None:
    """Give an area and all below it the paths that follow from its new one."""
    old = area.path
    if old == path:
        return
    rest = Substr(F("path"), len(old) + 1)
    Area.objects.filter(path__startswith=old).update(path=Concat(Value(path), rest))
    area.path = path


def _write(rows: Sequence[AreaRow]) -> None:
    """Write rows level by level, since a part needs its whole's key; then move what moved."""
    keys = {code.casefold(): pk for code, pk in Area.objects.values_list("code", "pk")}
    for level in sorted({row.facts.level for row in rows}):
        areas = [
            Area(**asdict(r.facts), pk=r.pk, parent_id=keys.get(r.parent.casefold()), path=r.path)
            for r in rows
            if r.facts.level == level
        ]
        old, new = parted(areas)
        Area.objects.bulk_create(new, batch_size=2000)
        change_rows(old, WRITTEN)
        keys |= {area.code.casefold(): area.pk for area in areas}
    for row in (row for row in rows if row.moved):
        _repath(Area.objects.get(code__iexact=row.facts.code), row.path)
