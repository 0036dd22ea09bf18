"""Boundaries of grids, and the edits that made them. Public facts: no row-level security."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0002_area_sources"),
    ]

    operations = [
        migrations.CreateModel(
            name="GridEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("kind", models.CharField(max_length=8)),
                ("steps", models.JSONField(default=list)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "made",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("note", models.CharField(default="", max_length=200)),
                (
                    "undoes",
                    models.OneToOneField(
                        db_column="undoes",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone",
                        to="regions.gridedit",
                    ),
                ),
            ],
            options={
                "db_table": "regions_grid_edit",
            },
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=15)),
                ("shape", models.JSONField()),
                ("area", models.BigIntegerField()),
                ("west", models.BigIntegerField()),
                ("south", models.BigIntegerField()),
                ("east", models.BigIntegerField()),
                ("north", models.BigIntegerField()),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(null=True)),
                (
                    "begun",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="began",
                        to="regions.gridedit",
                    ),
                ),
                (
                    "ended",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended",
                        to="regions.gridedit",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="gridedit",
            index=models.Index(fields=["region", "-at"], name="grid_edit_region"),
        ),
        migrations.AddConstraint(
            model_name="gridedit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["edit", "import", "undo"])), name="grid_edit_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="gridedit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "undo"), ("undoes__isnull", False)),
                    models.Q(models.Q(("kind", "undo"), _negated=True), ("undoes__isnull", True)),
                    _connector="OR",
                ),
                name="grid_edit_undoes",
            ),
        ),
        migrations.AddIndex(
            model_name="boundary",
            index=models.Index(fields=["code", "valid_from"], name="boundary_code"),
        ),
        migrations.AddConstraint(
            model_name="boundary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to", None)),
                fields=("code",),
                name="boundary_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="boundary",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9]{15}$")), name="boundary_of_grid"
            ),
        ),
        migrations.AddConstraint(
            model_name="boundary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", None), ("valid_to", None)),
                    models.Q(("ended__isnull", False), ("valid_to__isnull", False)),
                    _connector="OR",
                ),
                name="boundary_end_whole",
            ),
        ),
    ]
