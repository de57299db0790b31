from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from chuangcheng.ground.bulk import rewrite_rows
from chuangcheng.ground.site.squares import SquareField, square


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Find the square of every point that has coordinates."""
    point = apps.get_model("points", "Point")
    placed = list(point.objects.exclude(lon=None).values_list("pk", "lon", "lat"))
    rewrite_rows(point, ["square"], ((square(lon, lat), pk) for pk, lon, lat in placed))


class Migration(migrations.Migration):
    dependencies = [("points", "0002_where_points_lie")]

    operations = [
        migrations.AddField("point", "square", SquareField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "point",
            models.Index(fields=["area", "square", "lon", "lat"], name="point_squares"),
        ),
    ]
