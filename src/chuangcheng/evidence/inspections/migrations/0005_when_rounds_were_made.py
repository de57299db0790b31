from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """When a round was made; of those that are there already nobody kept it."""

    dependencies = [
        ("inspections", "0004_rounds_discarded"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="made_at",
            field=models.DateTimeField(default=None, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="round",
            name="made_at",
            field=models.DateTimeField(default=timezone.now, editable=False, null=True),
        ),
    ]
