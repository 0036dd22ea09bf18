"""Where each meaning of an area code comes from; those an administrator adds stay when the tables are loaded anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]

    operations = [
        migrations.AddField(
            "area",
            "source",
            models.CharField(max_length=120, blank=True, default="", db_default=""),
        ),
        migrations.AddField("area", "added", models.BooleanField(default=False, db_default=False)),
    ]
