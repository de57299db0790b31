from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from chuangcheng.engine.titles import Text


def part(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was kept as a line of Chinese and a line of English goes into two columns."""
    standards = apps.get_model("frameworks", "Standard").objects
    rows = standards.filter(requirement__contains="\n").only("requirement")
    for row in rows.iterator(chunk_size=500):
        text = Text(zh=row.requirement)
        if text.en:
            standards.filter(pk=row.pk).update(requirement=text.zh, requirement_en=text.en)


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="standard",
            name="requirement_en",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(part, migrations.RunPython.noop),
    ]
