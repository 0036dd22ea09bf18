"""Whether the office met its terms in a case that is closed; unknown of those closed before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_stock")]

    operations = [
        migrations.AddField(
            "case",
            "terms_met",
            models.CharField(blank=True, db_collation="C", db_default="", default="", max_length=8),
        ),
    ]
