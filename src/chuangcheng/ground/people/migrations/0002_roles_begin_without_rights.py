from django.db import migrations, models


class Migration(migrations.Migration):
    """A role that was just made may nothing yet."""

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="role",
            name="rights",
            field=models.JSONField(blank=True, default=list, verbose_name="权限"),
        ),
    ]
