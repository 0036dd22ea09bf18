"""The catalogue of data sets and services, and the entry an agreement is about."""

import django.db.models.deletion
from django.db import migrations, models


def key():  # type: ignore[no-untyped-def]
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_extracts")]

    operations = [
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                ("id", key()),
                ("code", models.CharField(db_collation="C", max_length=60, unique=True)),
                ("side", models.CharField(max_length=10)),
                ("words", models.TextField()),
                ("latest", models.IntegerField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "exchange_catalogue_entry",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["offers", "needs"])),
                        name="exchange_catalogue_entry_side",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueEntryVersion",
            fields=[
                ("id", key()),
                ("number", models.IntegerField()),
                ("content", models.JSONField()),
                ("by_label", models.CharField(blank=True, default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="exchange.catalogueentry",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_catalogue_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "number"), name="exchange_catalogue_version_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="resource",
            field=models.CharField(blank=True, db_collation="C", default="", max_length=60),
        ),
    ]
