"""Trained parameters, search keys, records to compare, doubtful pairs."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect


def belongs(person: str) -> str:
    return (
        f"({SCOPE} @> ('person:' || {person}) OR EXISTS (SELECT FROM people_scope s "
        f"WHERE s.person_id = {person} AND {SCOPE} @> s.scope::text))"
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0011_lapsed_merge_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangedRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "linkage_changed_record",
            },
        ),
        migrations.CreateModel(
            name="ParameterSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField()),
                ("figures", models.JSONField()),
                ("filled", models.JSONField()),
                ("trained_label", models.CharField(max_length=100)),
                ("trained_at", models.DateTimeField()),
                ("in_use", models.BooleanField(default=False)),
                ("used_from", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "linkage_parameter_set",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("in_use", True)),
                        fields=("in_use",),
                        name="linkage_parameter_set_one_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoubtfulPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(db_collation="C", default="open", max_length=10)),
                ("weight", models.FloatField(null=True)),
                ("reasons", models.JSONField(default=list)),
                ("household", models.FloatField(default=0)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_label", models.CharField(blank=True, default="", max_length=100)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "parameter_set",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="linkage.parameterset",
                    ),
                ),
            ],
            options={
                "db_table": "linkage_pair",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["-weight"],
                        name="linkage_pair_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="linkage_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))),
                        name="linkage_pair_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "merged", "different"])),
                        name="linkage_pair_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "linkage_record_key",
                "indexes": [
                    models.Index(fields=["key", "person"], name="linkage_record_key_found")
                ],
            },
        ),
        migrations.CreateModel(
            name="ValueShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fact", models.CharField(db_collation="C", max_length=20)),
                ("value", models.CharField(db_collation="C", max_length=300)),
                ("share", models.FloatField()),
                (
                    "parameter_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="linkage.parameterset",
                    ),
                ),
            ],
            options={
                "db_table": "linkage_value_share",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("parameter_set", "fact", "value"), name="linkage_value_share_once"
                    )
                ],
            },
        ),
        protect("linkage_parameter_set", see="true", write="false"),
        protect("linkage_value_share", see="false"),
        protect("linkage_record_key", see="false"),
        protect("linkage_changed_record", see="false"),
        protect(
            "linkage_pair",
            write="false",
            see=f"{belongs('linkage_pair.one_id')} AND {belongs('linkage_pair.other_id')}",
        ),
    ]
