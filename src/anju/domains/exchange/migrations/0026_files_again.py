"""The same file may be a delivery again, once another one was applied in between."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("exchange", "0025_forms")]

    operations = [
        AddIndexConcurrently(
            "delivery",
            models.Index(fields=["connector", "sha256"], name="exchange_delivery_bytes"),
        ),
        migrations.RemoveConstraint("delivery", "exchange_delivery_once"),
    ]
