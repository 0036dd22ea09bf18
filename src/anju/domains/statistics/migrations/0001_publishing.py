"""Editions and their tables: append-only, read by everybody, written by the intake role alone."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_collation="C", max_length=12)),
                ("period", models.CharField(db_collation="C", max_length=7)),
                ("place", models.CharField(max_length=100)),
                ("day", models.DateField()),
                ("known_at", models.DateTimeField()),
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
            ],
            options={
                "db_table": "statistics_edition",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "period"), name="statistics_edition_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=20)),
                ("content", models.JSONField()),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tables",
                        to="statistics.edition",
                    ),
                ),
            ],
            options={
                "db_table": "statistics_published_table",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "code"), name="statistics_published_table_once"
                    )
                ],
            },
        ),
        protect("statistics_edition", see="true", write="false", append_only=True),
        protect("statistics_published_table", see="true", write="false", append_only=True),
    ]
