"""Liaison people among the contacts; sites and service days. A site is seen and written by its employer and by staff of
the place or of the employer's seat. That a service day takes place is no secret: it names no person."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

EMPLOYER = f"""EXISTS (SELECT FROM employers_employer e WHERE e.id = {{table}}.employer_id
               AND {SCOPE} @> e.region::text)"""


def seen(table: str) -> str:
    """By the employer, by staff of the place, by staff of the employer's seat."""
    own = scoped(f"{table}.region::text", f"'employer:' || {table}.employer_id")
    return f"({own} OR {EMPLOYER.format(table=table)})"


STEPS = f"""EXISTS (SELECT FROM employers_service_day d WHERE d.id = employers_service_event.service_day_id
            AND ({scoped("d.region::text", "'employer:' || d.employer_id")} OR {EMPLOYER.format(table="d")}))"""


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0002_contacts"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="liaison",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("address", models.CharField(default="", max_length=150)),
                ("building_id", models.BigIntegerField(null=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("size", models.PositiveIntegerField(null=True)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="employers.employer",
                    ),
                ),
            ],
            options={
                "db_table": "employers_site",
            },
        ),
        migrations.CreateModel(
            name="ServiceDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("day", models.DateField()),
                ("begins", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("place", models.CharField(max_length=100)),
                ("seats", models.PositiveIntegerField(null=True)),
                ("note", models.CharField(default="", max_length=300)),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("recorded_at", models.DateTimeField()),
                (
                    "employer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="employers.employer",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="employers.site",
                    ),
                ),
            ],
            options={
                "db_table": "employers_service_day",
            },
        ),
        migrations.CreateModel(
            name="ServiceDayEventRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(db_collation="C", max_length=10)),
                ("from_state", models.CharField(db_collation="C", default="", max_length=10)),
                ("to_state", models.CharField(db_collation="C", max_length=10)),
                ("text", models.CharField(default="", max_length=300)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "service_day",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="employers.serviceday",
                    ),
                ),
            ],
            options={
                "db_table": "employers_service_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service_day", "key"), name="employers_service_event_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "announced",
                                    "changed",
                                    "confirmed",
                                    "declined",
                                    "cancelled",
                                    "restored",
                                ],
                            )
                        ),
                        name="employers_service_event_step",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="site",
            index=models.Index(fields=["region", "-since"], name="employers_site_region"),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(
                fields=("employer", "key"), name="employers_site_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("building_id__isnull", False), ("removed_at", None), ("until", None)
                ),
                fields=("building_id",),
                name="employers_site_building",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("construction", "market", "dormitory", "workplace"))
                ),
                name="employers_site_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="employers_site_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "dormitory"), _negated=True),
                    ("building_id__isnull", False),
                    _connector="OR",
                ),
                name="employers_site_dormitory",
            ),
        ),
        migrations.AddIndex(
            model_name="serviceday",
            index=models.Index(fields=["region", "day"], name="employers_service_day_region"),
        ),
        migrations.AddIndex(
            model_name="serviceday",
            index=models.Index(fields=["employer", "day"], name="employers_service_day_employer"),
        ),
        migrations.AddConstraint(
            model_name="serviceday",
            constraint=models.UniqueConstraint(
                fields=("by_user", "key"), name="employers_service_day_key", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["announced", "confirmed", "declined", "cancelled"])
                ),
                name="employers_service_day_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceday",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("begins"))),
                name="employers_service_day_hours",
            ),
        ),
        protect("employers_site", see=seen("employers_site")),
        protect("employers_service_day", see="true", write=seen("employers_service_day")),
        protect("employers_service_event", see=STEPS, append_only=True),
    ]
