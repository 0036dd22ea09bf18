"""The constraint on positions is checked on the rows that are there, without holding the table."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("places", "0007_positions")]

    operations = [ValidateConstraint(model_name="building", name="places_building_position")]
