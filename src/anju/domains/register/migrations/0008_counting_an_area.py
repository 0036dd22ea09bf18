"""Counting an area without reading its stays: the index holds what the figures ask of them.

In a table filled in the order of arrival the stays of one county lie all over it: a hundred thousand pages for a hundred
thousand people. Measured at 12 million stays: a county of 195,000 on a past day by all dimensions in 0.34 s instead of
2.5 s. It takes the place of the index by region alone and serves what that one served.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0007_repeats")]

    operations = [
        AddIndexConcurrently(
            "stay",
            models.Index(
                name="register_stay_counted",
                fields=["region", "person_id"],
                include=["period", "reason", "habitual", "recorded_at"],
                condition=models.Q(superseded_at=None),
            ),
        ),
        RemoveIndexConcurrently("stay", "register_stay_region"),
    ]
