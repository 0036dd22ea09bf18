"""Messages that the measures of an agreement count are found without a walk along all messages; reports on agreements
count among what two places negotiate by."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

_NEGOTIATED = (
    "agreement_proposal",
    "agreement_signature",
    "agreement_decline",
    "agreement_end",
    "agreement_report",
)
_MEASURED = (
    "arrival_notice",
    "departure_notice",
    "enquiry",
    "reply",
    "set_aside",
    "implausible",
    "withdrawal",
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("exchange", "0029_cooperation_reports")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("direction", "in"), ("kind__in", _NEGOTIATED)),
                fields=["peer", "at"],
                name="exchange_message_negotiated",
            ),
        ),
        RemoveIndexConcurrently(model_name="message", name="exchange_message_talks"),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("kind__in", _MEASURED)),
                fields=["peer", "written_at"],
                name="exchange_message_measured",
            ),
        ),
    ]
