"""Messages by which places negotiate are counted by day without a walk along all messages of a place."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("exchange", "0023_cooperation")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    ("direction", "in"),
                    (
                        "kind__in",
                        (
                            "agreement_proposal",
                            "agreement_signature",
                            "agreement_decline",
                            "agreement_end",
                        ),
                    ),
                ),
                fields=["peer", "at"],
                name="exchange_message_talks",
            ),
        ),
    ]
