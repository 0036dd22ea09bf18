"""What was refused of each peer, by day and code."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0011_gateway_secret")]

    operations = [
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("code", models.CharField(db_collation="C", max_length=40)),
                ("count", models.IntegerField()),
                (
                    "peer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="exchange.peer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "day", "code"),
                        name="exchange_refusal_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
