"""Rescue stations, beds, stays, steps, things kept. A stay is seen under the scope key of its station's very
division, and by the person where they wished it linked; steps and things by the station alone. All writing goes
through the intake role; nobody changes a step that is kept."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
STAY = scoped("'rescue:' || region", "'person:' || person_id")


def by(table: str) -> str:
    """Whoever works at the station of the stay."""
    return (
        f"EXISTS (SELECT FROM casework_rescue_stay s WHERE s.id = {table}.stay_id "
        f"AND {SCOPE} @> ('rescue:' || s.region))"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_other_side_checked"),
    ]

    operations = [
        migrations.CreateModel(
            name="StationRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("address", models.CharField(default="", max_length=200)),
                ("phone", models.CharField(default="", max_length=30)),
                ("opened_at", models.DateTimeField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "casework_rescue_station",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("region",),
                        name="casework_rescue_station_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ward", models.CharField(db_collation="C", max_length=6)),
                ("room", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=20)),
                ("closed", models.BooleanField(default=False)),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beds",
                        to="casework.stationrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_rescue_bed",
            },
        ),
        migrations.CreateModel(
            name="StayRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("number", models.CharField(db_collation="C", max_length=24, unique=True)),
                ("code", models.CharField(db_collation="C", max_length=10)),
                ("identity", models.CharField(db_collation="C", max_length=8)),
                ("facts_cipher", models.BinaryField()),
                ("name_index", models.BinaryField(max_length=32, null=True)),
                ("sex", models.CharField(db_collation="C", max_length=1)),
                ("age", models.SmallIntegerField(null=True)),
                ("birth_date", models.DateField(null=True)),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=12),
                        default=list,
                        size=None,
                    ),
                ),
                ("brought_by", models.CharField(default="", max_length=100)),
                ("kin_wish", models.CharField(db_collation="C", default="", max_length=3)),
                ("person_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(db_collation="C", max_length=8)),
                ("arrived_at", models.DateTimeField()),
                ("noted_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("way", models.CharField(db_collation="C", default="", max_length=8)),
                ("version", models.IntegerField(default=1)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                (
                    "bed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="casework.bedrow",
                    ),
                ),
                (
                    "companion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="casework.stayrow",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="casework.stationrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_rescue_stay",
            },
        ),
        migrations.CreateModel(
            name="PropertyRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what_cipher", models.BinaryField()),
                ("place", models.CharField(default="", max_length=40)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.CharField(default="", max_length=100)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_by", models.CharField(default="", max_length=100)),
                ("returned_to_cipher", models.BinaryField(null=True)),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="property",
                        to="casework.stayrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_rescue_property",
            },
        ),
        migrations.CreateModel(
            name="StepRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(db_collation="C", max_length=12)),
                ("text_cipher", models.BinaryField(null=True)),
                ("detail", models.JSONField(default=dict)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "stay",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="casework.stayrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_rescue_step",
            },
        ),
        migrations.AddConstraint(
            model_name="bedrow",
            constraint=models.UniqueConstraint(
                fields=("station", "room", "label"), name="casework_rescue_bed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("ward__in", ["men", "women", "boys", "girls"])),
                name="casework_rescue_bed_ward",
            ),
        ),
        migrations.AddIndex(
            model_name="stayrow",
            index=models.Index(
                condition=models.Q(("left_at", None)),
                fields=["station", "arrived_at"],
                name="casework_rescue_stay_here",
            ),
        ),
        migrations.AddIndex(
            model_name="stayrow",
            index=models.Index(fields=["name_index"], name="casework_rescue_stay_name"),
        ),
        migrations.AddIndex(
            model_name="stayrow",
            index=models.Index(fields=["station", "-id"], name="casework_rescue_stay_of"),
        ),
        migrations.AddIndex(
            model_name="stayrow",
            index=models.Index(
                condition=models.Q(("person_id__isnull", False)),
                fields=["person_id"],
                name="casework_rescue_stay_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.UniqueConstraint(
                fields=("by_user", "key"), name="casework_rescue_stay_key", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bed__isnull", False)),
                fields=("bed",),
                name="casework_rescue_stay_bed",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["present", "hospital", "missing", "left"]),
                    ("identity__in", ["unknown", "stated", "checked"]),
                    (
                        "way__in",
                        [
                            "",
                            "word",
                            "ticket",
                            "kin",
                            "escort",
                            "transfer",
                            "placed",
                            "unseen",
                            "deceased",
                        ],
                    ),
                    ("kin_wish__in", ["", "yes", "no"]),
                    ("sex__in", ["1", "2"]),
                    ("marks__contained_by", ["disabled", "unable", "trafficked", "ill"]),
                ),
                name="casework_rescue_stay_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("birth_date__isnull", False),
                    models.Q(("age__gte", 0), ("age__lte", 120)),
                    _connector="OR",
                ),
                name="casework_rescue_stay_age",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("left_at", None),
                        ("state__in", ["present", "hospital", "missing"]),
                        ("way", ""),
                    ),
                    models.Q(
                        ("bed", None),
                        ("left_at__isnull", False),
                        ("state", "left"),
                        models.Q(("way", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="casework_rescue_stay_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("bed", None), ("state", "present"), _connector="OR"),
                name="casework_rescue_stay_bed_here",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_at", None), ("returned_to_cipher", None)),
                    models.Q(("returned_at__isnull", False), ("returned_to_cipher__isnull", False)),
                    _connector="OR",
                ),
                name="casework_rescue_property_returned",
            ),
        ),
        migrations.AddConstraint(
            model_name="steprow",
            constraint=models.UniqueConstraint(
                fields=("stay", "key"), name="casework_rescue_step_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="steprow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "admitted",
                            "identified",
                            "bed",
                            "marked",
                            "need",
                            "first_aid",
                            "hospital",
                            "back",
                            "care",
                            "kin_wish",
                            "kin",
                            "guardian",
                            "notice",
                            "police",
                            "dna",
                            "extended",
                            "placement",
                            "cash",
                            "kept",
                            "returned",
                            "linked",
                            "unlinked",
                            "missing",
                            "left",
                            "reopened",
                        ],
                    )
                ),
                name="casework_rescue_step_words",
            ),
        ),
        protect("casework_rescue_stay", see=STAY, write=NOBODY),
        protect("casework_rescue_property", see=by("casework_rescue_property"), write=NOBODY),
        protect(
            "casework_rescue_step",
            see=by("casework_rescue_step"),
            write=NOBODY,
            append_only=True,
        ),
    ]
