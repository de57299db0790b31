"""Problems that were renamed are found by what they are called now, as well as those made since."""

from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from chuangcheng.lib.spaced import spaced_apart

SAID = "不符合："
#: So many are written in one transaction, which holds up nobody for long.
AT_ONCE = 2000


def find(apps: StateApps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    problem, words = apps.get_model("problems", "Problem"), apps.get_model("problems", "Words")
    last = 0
    while last := _written(problem, words, last):
        pass


@transaction.atomic
def _written(problem: Any, words: Any, last: int) -> int:  # noqa: ANN401  # as they are here
    """Write the words of the next renamed problems; gives the last of their keys, 0 at the end."""
    rows = problem.objects.filter(title__startswith=SAID, pk__gt=last).select_related("point")
    part = list(rows.order_by("pk").select_for_update(of=("self",))[:AT_ONCE])
    if not part:
        return 0
    known = words.objects.filter(problem_id__gt=last, problem_id__lte=part[-1].pk)
    there = dict(known.values_list("problem_id", "spaced"))
    spaced = {row.pk: spaced_apart(_texts(row)) for row in part}
    words.objects.bulk_create(
        [words(problem_id=pk, spaced=text) for pk, text in spaced.items() if there.get(pk) != text],
        update_conflicts=True,
        unique_fields=("problem",),
        update_fields=("spaced",),
    )
    return int(part[-1].pk)


def _texts(row: Any) -> list[str]:  # noqa: ANN401  # a problem
    point = [row.point.title_zh, row.point.code] if row.point else []
    return [
        row.number, row.title, row.detail[:1000], row.address, row.item_zh, row.item_en, *point,
    ]  # fmt: skip


class Migration(migrations.Migration):
    """Each portion by itself: one that is broken off goes on from what is not yet written."""

    atomic = False
    dependencies = (("problems", "0008_closings_kept"), ("points", "0001_initial"))

    operations = (migrations.RunPython(find, migrations.RunPython.noop),)
