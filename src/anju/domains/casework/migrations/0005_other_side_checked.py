"""The steps of cases that were kept before stand under the longer list too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_other_side")]

    operations = [
        ValidateConstraint(model_name="caseeventrow", name="casework_event_words"),
    ]
