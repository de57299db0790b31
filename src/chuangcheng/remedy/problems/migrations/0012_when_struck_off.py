"""Problems keep when they were struck off last, as their re-checks have it."""

from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery

#: So many are written in one transaction, which holds up nobody for long.
AT_ONCE = 1000


def keep(apps: StateApps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    problem, recheck = apps.get_model("problems", "Problem"), apps.get_model("problems", "Recheck")
    last = 0
    while last := _written(problem, recheck, last):
        pass


@transaction.atomic
def _written(problem: Any, recheck: Any, last: int) -> int:  # noqa: ANN401  # as they are here
    """Write when the next problems were struck off; gives the last of their keys, 0 at the end."""
    met = recheck.objects.filter(met=True)
    rows = met.filter(problem_id__gt=last).order_by("problem_id")
    keys = list(rows.values_list("problem_id", flat=True).distinct()[:AT_ONCE])
    newest = met.filter(problem=OuterRef("pk")).order_by("-at").values("at")[:1]
    bare = problem.objects.filter(pk__in=keys, struck_off_at=None)
    bare.update(struck_off_at=Subquery(newest))
    return int(keys[-1]) if keys else 0


class Migration(migrations.Migration):
    """Each portion by itself: one that is broken off goes on from what is not yet written."""

    atomic = False
    dependencies = (("problems", "0011_problem_struck_off_at"),)

    operations = (migrations.RunPython(keep, migrations.RunPython.noop),)
