"""Problems that a round brought in say that their item is not met, no longer what it asks for."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

SAID = "不符合："


def say(apps: StateApps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    problem = apps.get_model("problems", "Problem")
    sighting = apps.get_model("problems", "Sighting")
    seen = sighting.objects.filter(observation__isnull=False).values("problem_id")
    # Where the title is the item's, nobody has typed it.
    rows = problem.objects.filter(title=F("item_zh"), pk__in=seen).exclude(title="")
    rows.update(title=Left(Concat(Value(SAID), F("item_zh")), 200))


class Migration(migrations.Migration):
    dependencies = (("problems", "0006_lists_from_indexes_alone"),)

    operations = (migrations.RunPython(say, migrations.RunPython.noop),)
