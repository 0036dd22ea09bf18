"""How many messages were kept under an agreement on a day is stored, beginning with those of today.

The unique indexes of messages begin by the column that tells most: without statistics, as in the first minutes of a
busy link, a plan would walk along all messages of a peer.
"""

import django.db.models.deletion
from django.db import migrations, models

COUNTED = """
INSERT INTO exchange_agreement_use (agreement_id, day, slot, kept)
SELECT a.id, (now() AT TIME ZONE 'Asia/Shanghai')::date, 0, count(*)
FROM exchange_message m JOIN exchange_agreement a ON a.peer_id = m.peer_id AND a.number = m.agreement
WHERE m.direction = 'in' AND m.at >= date_trunc('day', now(), 'Asia/Shanghai')
GROUP BY a.id
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_epochs_of_fourteen_digits")]

    operations = [
        migrations.CreateModel(
            name="AgreementUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("slot", models.SmallIntegerField()),
                ("kept", models.IntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="exchange.agreement",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_agreement_use",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "day", "slot"), name="exchange_agreement_use_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="message", name="exchange_message_once"),
        migrations.RemoveConstraint(model_name="message", name="exchange_message_in_order"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("message_id", "peer", "direction"), name="exchange_message_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("subject", "peer", "direction", "epoch", "sequence"),
                name="exchange_message_in_order",
            ),
        ),
        migrations.RemoveIndex(model_name="message", name="exchange_message_counted"),
    ]
