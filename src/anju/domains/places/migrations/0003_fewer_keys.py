"""Indexes that nothing needs: codes are C-collated, so their unique index serves prefixes as well, and the unique key of
a home already leads with its building."""

import django.db.models.deletion
from django.db import migrations, models

UNUSED = (
    "places_home_code_9b133431_like",
    "places_building_code_e161ac5d_like",
    "places_home_building_id_ac4b6562",
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("places", "0002_policies")]

    operations = [
        *(
            migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop)
            for name in UNUSED
        ),
        # For Django's own records only: left to it, the reference would be dropped and checked anew over every home.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "home",
                    "building",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="homes",
                        to="places.building",
                    ),
                )
            ]
        ),
    ]
