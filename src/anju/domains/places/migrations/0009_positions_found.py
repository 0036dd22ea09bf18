"""Buildings are found by where they stand on the map. Built without holding the table."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("places", "0008_positions_checked")]

    operations = [
        AddIndexConcurrently(
            model_name="building",
            index=models.Index(
                condition=models.Q(("longitude__isnull", False)),
                fields=["longitude", "latitude"],
                name="places_building_on_map",
            ),
        )
    ]
