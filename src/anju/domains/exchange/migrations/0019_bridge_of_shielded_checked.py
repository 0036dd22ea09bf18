"""The kinds of a bridge's items are checked on the rows that are there, without holding the table."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exchange", "0018_bridge_of_shielded")]

    operations = [ValidateConstraint(model_name="bridgeitem", name="exchange_bridge_item_kind")]
