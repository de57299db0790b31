from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="address",
            name="chosen",
            field=models.JSONField(blank=True, null=True, verbose_name="通知种类"),
        ),
    ]
