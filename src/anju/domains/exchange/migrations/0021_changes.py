"""The feed of changes, agreements about it, and webhooks. A change is seen by those who see where it counts."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0020_source_databases"),
        ("people", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("person_id", models.BigIntegerField()),
                ("other_id", models.BigIntegerField(null=True)),
                ("home_id", models.BigIntegerField(null=True)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("day", models.DateField(null=True)),
                ("detail", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("xid", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["xid", "id"], name="exchange_change_order"),
                    models.Index(fields=["at"], name="exchange_change_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_collation="C", max_length=40, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("way", models.CharField(max_length=10)),
                ("user_id", models.BigIntegerField(null=True)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), size=None
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("purpose", models.CharField(max_length=30)),
                ("basis", models.CharField(max_length=200)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("per_day", models.IntegerField()),
                ("state", models.CharField(default="proposed", max_length=10)),
                ("proposed_by", models.BigIntegerField(null=True)),
                ("proposed_label", models.CharField(blank=True, default="", max_length=100)),
                ("proposed_at", models.DateTimeField()),
                ("accepted_label", models.CharField(blank=True, default="", max_length=100)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("xid", models.BigIntegerField(default=0)),
                ("change", models.BigIntegerField(default=0)),
                ("given", models.BigIntegerField(default=0)),
                ("generation", models.IntegerField(default=0)),
                ("lost_before", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "peer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_agreements",
                        to="exchange.peer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("peer", None), ("user_id", None), ("way", "webhook")),
                            models.Q(("peer", None), ("user_id__isnull", False), ("way", "fetch")),
                            models.Q(("peer__isnull", False), ("user_id", None), ("way", "fetch")),
                            _connector="OR",
                        ),
                        name="exchange_change_agreement_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "active", "ended"])),
                        name="exchange_change_agreement_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first")), ("per_day__gte", 1)),
                        name="exchange_change_agreement_holds",
                    ),
                ],
                "db_table": "exchange_change_agreement",
            },
        ),
        migrations.CreateModel(
            name="ChangeUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("given", models.IntegerField(default=0)),
                ("refused", models.IntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="exchange.changeagreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "day"), name="exchange_change_use_once"
                    )
                ],
                "db_table": "exchange_change_use",
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=400)),
                ("bearer_cipher", models.BinaryField(null=True)),
                ("next_url", models.CharField(blank=True, default="", max_length=400)),
                ("next_by", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="unverified", max_length=12)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("rate", models.IntegerField(default=0)),
                ("failures", models.IntegerField(default=0)),
                ("failure", models.CharField(blank=True, default="", max_length=40)),
                ("failing_since", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhook",
                        to="exchange.changeagreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["unverified", "active", "paused"])),
                        name="exchange_webhook_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "event",
                    models.CharField(blank=True, db_collation="C", default="", max_length=40),
                ),
                ("kind", models.CharField(blank=True, default="", max_length=30)),
                ("outcome", models.CharField(max_length=10)),
                ("status", models.IntegerField(default=0)),
                ("failure", models.CharField(blank=True, default="", max_length=40)),
                ("milliseconds", models.IntegerField(default=0)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="exchange.webhook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["webhook", "at"], name="exchange_webhook_attempt_at")
                ],
                "db_table": "exchange_webhook_attempt",
            },
        ),
        protect("exchange_change", see=scoped("region::text")),
    ]
