"""Versions of stays that no longer hold, by region: what "as recorded at" counts besides the present ones.

They are few and written only when a stay changes, so a check-in of a newcomer does not touch this index. Built without
holding up writers.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0005_fresh_statistics")]

    operations = [
        AddIndexConcurrently("stay", models.Index(
            name="register_stay_region_before", fields=["region"], condition=models.Q(superseded_at__isnull=False))),
    ]
