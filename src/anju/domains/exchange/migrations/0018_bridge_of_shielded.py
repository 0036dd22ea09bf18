"""An item of a bridge may say that somebody is shielded."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

_KIND = "exchange_bridge_item_kind"
_KINDS = ["declaration", "permit", "answer", "shielded"]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0017_returns")]

    operations = [
        migrations.RemoveConstraint(model_name="bridgeitem", name=_KIND),
        AddConstraintNotValid(
            model_name="bridgeitem",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", _KINDS)), name=_KIND),
        ),
    ]
