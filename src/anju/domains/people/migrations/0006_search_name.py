"""Names are looked up in one way of writing, whatever script, marks and dots they were entered with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_keys_of_what_is_there")]

    operations = [
        migrations.AddField(
            "person",
            "search_name",
            models.CharField(db_collation="C", db_default="", default="", max_length=100),
        ),
    ]
