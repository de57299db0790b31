"""Setting how problems are handled, and the days on which offices work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chuangcheng.ground.audit.verbs import Outcome, made, told, verb
from chuangcheng.ground.scope import Person, System
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import following
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.models import Procedure
from chuangcheng.remedy.problems.procedures import read, shipped
from chuangcheng.remedy.problems.rules import CONFIGURE
from chuangcheng.remedy.problems.setting import sheet


@verb(
    "procedure.set",
    zh="设定了“{title}”的问题办理规程",
    en="set the procedure “{title}” for problems",
    right=CONFIGURE,
)
def set_procedure(
    actor: Person, *, campaign: Campaign, document: Mapping[str, Any]
) -> Outcome[Procedure]:
    """Give a campaign its next procedure; problems already open are handled by theirs to the end.

    Raises ValidationError with everything that keeps the document from being one.
    """
    row = following(Procedure, campaign, document, read)
    row.save(force_insert=True)
    return made(row)


def procedure_of(actor: Person, *, campaign: Campaign) -> Procedure:
    """The procedure that holds in a campaign; the one that ships where none was set."""
    there = queries.procedure(campaign)
    return there or set_procedure(System(str(actor)), campaign=campaign, document=shipped())


@verb(
    "calendar.import",
    zh="从文件“{title}”导入放假和调休：新增 {after[new]}，更新 {after[changed]}",
    en="imported days off from “{title}”: {after[new]} new, {after[changed]} changed",
    right=CONFIGURE,
)
def take_in_days(
    actor: Person, *, rows: Sequence[Row], source: Source
) -> Outcome[Plan[sheet.DayRow]]:
    """Write a whole sheet of days off and make-up days, or raise ValidationError."""
    planned = sheet.plan(actor, rows)
    refuse(planned.problems)
    for row in [*planned.new, *planned.changed]:
        row.day.save()
    facts = {"new": len(planned.new), "changed": len(planned.changed), "sha256": source.sha256}
    return told(planned, kind=sheet.DAYS.name, title=source.name, facts=facts)
