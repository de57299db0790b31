import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index of a round's facts in their order takes the place of one that has no order."""

    dependencies = [
        ("areas", "0001_initial"),
        ("inspections", "0002_rounds_in_the_street"),
        ("points", "0003_squares"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(fields=["round", "id"], name="inspections_round_i_38f725_idx"),
        ),
        migrations.AlterField(
            model_name="observation",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="observations",
                to="inspections.round",
            ),
        ),
    ]
