"""Secrets of older gateways, and how much is proved of each message."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0010_picture")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="assurance",
            field=models.CharField(db_default="signed", default="signed", max_length=10),
        ),
        migrations.CreateModel(
            name="GatewaySecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=10)),
                ("caller", models.CharField(db_collation="C", max_length=64)),
                (
                    "service",
                    models.CharField(blank=True, db_collation="C", default="", max_length=100),
                ),
                ("secret_cipher", models.BinaryField()),
                ("outgoing", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "peer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gateways",
                        to="exchange.peer",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_gateway_secret",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "caller"), name="exchange_gateway_secret_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outgoing", True)),
                        fields=("peer",),
                        name="exchange_gateway_secret_one_way_out",
                    ),
                ],
            },
        ),
    ]
