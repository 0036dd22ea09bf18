"""Stations, postings, shifts and absences."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0005_task_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("kind", models.CharField(max_length=4)),
                (
                    "grids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=15),
                        default=list,
                        size=None,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("reason", models.CharField(max_length=8)),
                ("substitute_user", models.BigIntegerField(null=True)),
                (
                    "grants",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="fieldwork.posting",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutions",
                        to="fieldwork.posting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                (
                    "serves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=15), size=None
                    ),
                ),
                ("address", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                ("hours", models.JSONField()),
                ("closed_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("region", "name"),
                        name="fieldwork_station_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("duty", models.CharField(max_length=8)),
                ("stands_in", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "absence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="fieldwork.absence",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="fieldwork.posting",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="fieldwork.station",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="posting",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="fieldwork.station",
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["region"], name="fieldwork_absence_region"),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("withdrawn_at", None)),
                expressions=[("user_id", "="), ("period", "&&")],
                name="fieldwork_absence_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["leave", "training", "other"])),
                name="fieldwork_absence_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="fieldwork_absence_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["region"], name="fieldwork_shift_region"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("cancelled_at", None)),
                expressions=[("user_id", "="), ("period", "&&")],
                name="fieldwork_shift_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty__in", ["station", "field"])), name="fieldwork_shift_duty"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="fieldwork_shift_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["region"], name="fieldwork_posting_region"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("user_id", "="), ("period", "&&")],
                name="fieldwork_posting_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["full", "part"])), name="fieldwork_posting_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="fieldwork_posting_not_empty"
            ),
        ),
    ]
