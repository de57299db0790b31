from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("problems", "0010_late_and_asked_from_indexes"),)

    operations = (
        migrations.AddField(
            model_name="problem",
            name="struck_off_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="销号时间"),
        ),
    )
