"""Sums that follow their tables by triggers. They are built afterwards, by the worker; until then figures are
counted."""

from __future__ import annotations

from typing import Any

import django.contrib.postgres.fields.ranges
import django.db.models.fields.composite
from django.db import migrations, models

from anju.domains.statistics.sums.rules.changing import install, uninstall
from anju.foundation.db.policy import protect

EDGES: list[tuple[str, models.Field[Any, Any]]] = [
    ("fact", models.CharField(db_collation="C", max_length=20)),
    ("level", models.SmallIntegerField()),
    ("place", models.CharField(db_collation="C", max_length=9)),
    ("day", models.DateField()),
    ("began", models.BigIntegerField()),
    ("ended", models.BigIntegerField()),
]
NUMBER: tuple[str, models.Field[Any, Any]] = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


def key(*names: str) -> tuple[str, models.Field[Any, Any]]:
    return (
        "pk",
        django.db.models.fields.composite.CompositePrimaryKey(
            *names, blank=True, editable=False, primary_key=True, serialize=False
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0001_publishing"),
        ("register", "0019_answered_by_party"),
        ("people", "0011_lapsed_merge_requests"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptDay",
            fields=[
                NUMBER,
                ("fact", models.CharField(db_collation="C", max_length=20)),
                ("day", models.DateField()),
            ],
            options={
                "db_table": "statistics_kept_day",
                "constraints": [
                    models.UniqueConstraint(fields=("fact", "day"), name="statistics_kept_day_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Flow",
            fields=[key("fact", "level", "place", "day"), *EDGES],
            options={"db_table": "statistics_flow"},
        ),
        migrations.CreateModel(
            name="FlowChange",
            fields=[NUMBER, *EDGES],
            options={"db_table": "statistics_flow_change"},
        ),
        migrations.CreateModel(
            name="Stock",
            fields=[
                key("day", "grouping", "place", "a", "b"),
                ("day", models.DateField()),
                ("grouping", models.CharField(db_collation="C", max_length=40)),
                ("place", models.CharField(db_collation="C", max_length=6)),
                ("a", models.CharField(max_length=20)),
                ("b", models.CharField(max_length=20)),
                ("n", models.BigIntegerField()),
            ],
            options={"db_table": "statistics_stock"},
        ),
        migrations.CreateModel(
            name="StayChange",
            fields=[
                NUMBER,
                ("sign", models.SmallIntegerField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("habitual", models.BooleanField()),
                ("reason", models.CharField(max_length=2)),
                ("police_reason", models.CharField(max_length=10)),
                ("dwelling", models.CharField(max_length=2)),
                ("leave_due", models.DateField(null=True)),
                ("channel", models.CharField(max_length=20)),
                ("sex", models.CharField(max_length=1, null=True)),
                ("birth_date", models.DateField(null=True)),
                ("origin", models.CharField(db_collation="C", max_length=6, null=True)),
                ("nationality", models.CharField(max_length=3, null=True)),
            ],
            options={"db_table": "statistics_stay_change"},
        ),
        *(
            protect(table, see="false")
            for table in (
                "statistics_kept_day",
                "statistics_flow",
                "statistics_flow_change",
                "statistics_stock",
                "statistics_stay_change",
            )
        ),
        migrations.RunSQL(sql=(*install(),), reverse_sql=(*uninstall(),)),
    ]
