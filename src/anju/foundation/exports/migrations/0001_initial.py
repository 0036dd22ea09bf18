import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

OWNER = (
    scoped("'exports'::text")
    + " OR owner_id = (SELECT nullif(current_setting('anju.user', true), '')::bigint)"
)
UNLOGGED = "ALTER TABLE exports_export SET UNLOGGED", "ALTER TABLE exports_part SET UNLOGGED"
"""Copies of personal data for a few days: they do not enter backups, which outlive them, nor the write-ahead log."""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("regions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("selector", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=40)),
                ("title", models.TextField()),
                ("file_name", models.CharField(max_length=100)),
                ("asked_cipher", models.BinaryField()),
                ("language", models.CharField(max_length=16)),
                ("owner_id", models.BigIntegerField()),
                ("purpose", models.CharField(blank=True, max_length=40)),
                ("channel", models.CharField(blank=True, max_length=16)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("rights", models.CharField(max_length=64)),
                ("scopes", models.JSONField(default=list)),
                ("task_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("rows", models.BigIntegerField(default=0)),
                ("size", models.BigIntegerField(default=0)),
                ("failure", models.CharField(blank=True, default="", max_length=60)),
                ("failure_params", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("delete_after", models.DateTimeField()),
            ],
            options={
                "db_table": "exports_export",
                "indexes": [
                    models.Index(fields=["owner_id", "-id"], name="exports_export_owner"),
                    models.Index(fields=["delete_after"], name="exports_export_term"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("selector",), name="exports_export_selector"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "ready", "failed"])),
                        name="exports_export_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("data_cipher", models.BinaryField()),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="exports.export",
                    ),
                ),
            ],
            options={
                "db_table": "exports_part",
                "constraints": [
                    models.UniqueConstraint(fields=("export", "number"), name="exports_part_once")
                ],
            },
        ),
        migrations.RunSQL(
            sql=tuple(reversed(UNLOGGED)),
            reverse_sql=tuple(one.replace("UNLOGGED", "LOGGED") for one in UNLOGGED),
        ),
        protect("exports_export", see=OWNER),
        protect("exports_part", see=OWNER),
    ]
