from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photographs", "0001_initial")]

    operations = [
        migrations.AddField("photograph", "aside_at", models.DateTimeField(null=True)),
    ]
