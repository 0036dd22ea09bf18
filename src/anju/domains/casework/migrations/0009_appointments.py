"""When the person is to come about a case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_twins")]

    operations = [
        migrations.AddField("case", "appointed_at", models.DateTimeField(null=True)),
    ]
