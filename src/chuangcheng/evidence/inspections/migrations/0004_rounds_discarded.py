from django.db import migrations, models


class Migration(migrations.Migration):
    """A round on which nothing rests yet can be discarded, and is out of everybody's sight."""

    dependencies = [
        ("inspections", "0003_facts_in_their_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="discarded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="作废时间"),
        ),
    ]
