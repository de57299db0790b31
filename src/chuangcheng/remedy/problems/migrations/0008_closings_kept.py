"""Steps that opened a problem again keep how it had been closed, as the log of deeds has it."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = (
    *("closed_at", "on_time", "rectified_at", "dispatched_at", "lead_id", "clock", "stake"),
    *("reworks", "extensions"),
)
HANDED = ("dispatch", "arbitrate", "share")


def keep(apps: StateApps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    step, event = apps.get_model("problems", "Step"), apps.get_model("audit", "Event")
    for row in step.objects.filter(verb="reopen"):
        told = event.objects.filter(
            subject_kind="problem", subject_id=str(row.problem_id), verb="problem.see-again"
        )
        # A deed is told at its end: the first that is told from then on is the one itself.
        found = told.filter(at__gte=row.at).order_by("seq").first()
        # What the log does not tell in full is left: such a problem stays open as it is.
        if found and "closed" not in row.data and found.before and found.before.keys() >= set(KEPT):
            earlier = step.objects.filter(problem=row.problem_id, n__lt=row.n)
            row.data["closed"] = {**_columns(found.before), "partners": _partners(earlier)}
            row.save(update_fields=["data"])


def _columns(told: dict[str, Any]) -> dict[str, Any]:
    # The log has fractions as text.
    clock = [stage | {"left": stage["left"] and float(stage["left"])} for stage in told["clock"]]
    return {name: told[name] for name in KEPT} | {"clock": clock, "stake": float(told["stake"])}


def _partners(earlier: Any) -> list[int]:  # noqa: ANN401  # rows of the history
    last = earlier.filter(verb__in=HANDED).order_by("n").last()
    found: list[int] = last.data.get("partners", []) if last else []
    return found


class Migration(migrations.Migration):
    dependencies = (("problems", "0007_titles_say_what_was_found"), ("audit", "0001_initial"))

    operations = (migrations.RunPython(keep, migrations.RunPython.noop),)
