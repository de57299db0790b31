"""Steps that opened a problem again keep how it had been closed, as the log of deeds has it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = (
    *("closed_at", "on_time", "rectified_at", "dispatched_at", "lead_id", "clock", "stake"),
    *("reworks", "extensions"),
)
HANDED = ("dispatch", "arbitrate", "share")
#: So many are written in one transaction, which holds up nobody for long.
AT_ONCE = 500
#: When something was told, and the facts before it.
Deed = tuple[datetime, Mapping[str, Any] | None]


def keep(apps: StateApps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    step, event = apps.get_model("problems", "Step"), apps.get_model("audit", "Event")
    last = 0
    while last := _written(step, event, last):
        pass


@transaction.atomic
def _written(step: Any, event: Any, last: int) -> int:  # noqa: ANN401  # as they are here
    """Write how the next problems had been closed; gives the last key of a step, 0 at the end."""
    rows = step.objects.filter(verb="reopen", pk__gt=last).order_by("pk")
    part = list(rows.select_for_update()[:AT_ONCE])
    bare = [row for row in part if "closed" not in row.data]
    keys = {row.problem_id for row in bare}
    deeds, handed = _deeds(event, keys), _handed(step, keys)
    for row in bare:
        # What the log does not tell in full is left: such a problem stays open as it is.
        if before := _before(row, deeds[row.problem_id]):
            partners = _partners(row, handed[row.problem_id])
            row.data["closed"] = {**_columns(before), "partners": partners}
    step.objects.bulk_update([row for row in bare if "closed" in row.data], ["data"])
    return int(part[-1].pk) if part else 0


def _deeds(event: Any, keys: Iterable[int]) -> Mapping[int, Sequence[Deed]]:  # noqa: ANN401  # as above
    """How often each problem was seen again, in the order in which that was told."""
    told = event.objects.filter(subject_kind="problem", subject_id__in=[str(key) for key in keys])
    told = told.filter(verb="problem.see-again").order_by("seq")
    found = defaultdict(list)
    for key, at, before in told.values_list("subject_id", "at", "before").iterator():
        found[int(key)].append((at, before))
    return found


def _handed(step: Any, keys: Iterable[int]) -> Mapping[int, Sequence[tuple[int, Any]]]:  # noqa: ANN401  # as above
    """By which steps each problem was handed to units, in their order: number and what was said."""
    rows = step.objects.filter(problem__in=keys, verb__in=HANDED).order_by("n")
    found = defaultdict(list)
    for key, n, data in rows.values_list("problem_id", "n", "data").iterator():
        found[key].append((n, data))
    return found


def _before(row: Any, deeds: Iterable[Deed]) -> Mapping[str, Any] | None:  # noqa: ANN401  # a step
    """What a problem was before a step opened it again; None where the log does not tell."""
    for at, before in deeds:
        # A deed is told at its end. One that left from another state, or from no end, is another.
        there = before and before.get("closed_at") and before.get("state") == row.from_state
        if at >= row.at and before and there:
            return before if before.keys() >= set(KEPT) else None
    return None


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    # The log has fractions as text.
    clock = [stage | {"left": stage["left"] and float(stage["left"])} for stage in told["clock"]]
    return {name: told[name] for name in KEPT} | {"clock": clock, "stake": float(told["stake"])}


def _partners(row: Any, handed: Sequence[tuple[int, Any]]) -> list[int]:  # noqa: ANN401  # a step
    found: list[int] = []
    for n, data in handed:
        if n < row.n:
            found = data.get("partners", [])
    return found


class Migration(migrations.Migration):
    """Each portion by itself: one that is broken off goes on from what is not yet written."""

    atomic = False
    dependencies = (("problems", "0007_titles_say_what_was_found"), ("audit", "0001_initial"))

    operations = (migrations.RunPython(keep, migrations.RunPython.noop),)
