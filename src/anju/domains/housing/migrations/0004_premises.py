"""Inspections. Seen and written where the premises lie, and by whom they are of: the home is asked, or of an inspection
of a whole building the building, which may pass to another landlord. Forms name nobody."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

AT_HOME = (
    "EXISTS (SELECT FROM places_home h WHERE h.id = housing_inspection.home_id AND "
    + scoped("h.region::text", "nullif(h.party, '')::text")
    + ")"
)
AT_BUILDING = (
    "(housing_inspection.home_id IS NULL AND EXISTS (SELECT FROM places_building b "
    "WHERE b.id = housing_inspection.building_id AND "
    + scoped("b.region::text", "nullif(b.party, '')::text")
    + "))"
)
OF_INSPECTION = (
    "EXISTS (SELECT FROM housing_inspection i WHERE i.id = housing_hazard.inspection_id)"
)
OF_HAZARD = "EXISTS (SELECT FROM housing_hazard h WHERE h.id = housing_hazard_event.hazard_id)"
OF_EVENT = "EXISTS (SELECT FROM housing_hazard_event e WHERE e.id = housing_photo.event_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0003_listings"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(db_collation="C", max_length=64, unique=True)),
                ("content", models.JSONField()),
            ],
            options={
                "db_table": "housing_form",
            },
        ),
        migrations.CreateModel(
            name="HazardRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("building_id", models.BigIntegerField()),
                ("item", models.CharField(db_collation="C", max_length=40)),
                ("kind", models.CharField(db_collation="C", max_length=40)),
                ("serious", models.BooleanField()),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("note", models.CharField(default="", max_length=500)),
                ("due", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("state_since", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "housing_hazard",
            },
        ),
        migrations.CreateModel(
            name="HazardEventRow",
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
                ("office", models.BooleanField()),
                ("text", models.CharField(default="", max_length=500)),
                ("due", models.DateField(null=True)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "hazard",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="housing.hazardrow",
                    ),
                ),
            ],
            options={
                "db_table": "housing_hazard_event",
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("building_id", models.BigIntegerField()),
                ("home_id", models.BigIntegerField(null=True)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("number", models.CharField(db_collation="C", max_length=24, unique=True)),
                ("form_key", models.CharField(db_collation="C", max_length=40)),
                ("day", models.DateField()),
                ("answers", models.JSONField(default=dict)),
                ("note", models.CharField(default="", max_length=500)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("recorded_at", models.DateTimeField()),
                (
                    "form",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="housing.formversion",
                    ),
                ),
            ],
            options={
                "db_table": "housing_inspection",
            },
        ),
        migrations.AddField(
            model_name="hazardrow",
            name="inspection",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hazards",
                to="housing.inspection",
            ),
        ),
        migrations.CreateModel(
            name="InspectionPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("cipher", models.BinaryField(null=True)),
                ("content_type", models.CharField(db_collation="C", max_length=20)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.BinaryField()),
                ("stored_at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="housing.hazardeventrow",
                    ),
                ),
            ],
            options={
                "db_table": "housing_photo",
            },
        ),
        migrations.AddConstraint(
            model_name="hazardeventrow",
            constraint=models.UniqueConstraint(
                fields=("hazard", "key"), name="housing_hazard_event_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="hazardeventrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "noticed",
                            "fixed",
                            "answered",
                            "remains",
                            "rectified",
                            "withdrawn",
                            "reopened",
                        ],
                    )
                ),
                name="housing_hazard_event_step",
            ),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["region", "-day", "-id"], name="housing_inspection_region"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["building_id", "-day"], name="housing_inspection_building"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(
                condition=models.Q(("home_id__isnull", False)),
                fields=["home_id"],
                name="housing_inspection_home",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(
                fields=("by_user", "key"), name="housing_inspection_key", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="hazardrow",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["building_id", "due"],
                name="housing_hazard_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="hazardrow",
            index=models.Index(fields=["building_id", "recorded_at"], name="housing_hazard_life"),
        ),
        migrations.AddConstraint(
            model_name="hazardrow",
            constraint=models.UniqueConstraint(
                fields=("inspection", "item"), name="housing_hazard_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="hazardrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "answered", "closed", "withdrawn"]),
                    models.Q(
                        models.Q(
                            ("closed_at__isnull", False), ("state__in", ["closed", "withdrawn"])
                        ),
                        models.Q(("closed_at", None), ("state__in", ["open", "answered"])),
                        _connector="OR",
                    ),
                ),
                name="housing_hazard_state",
            ),
        ),
        migrations.AddIndex(
            model_name="inspectionphoto",
            index=models.Index(
                condition=models.Q(("cipher__isnull", False)),
                fields=["stored_at"],
                name="housing_photo_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionphoto",
            constraint=models.UniqueConstraint(
                fields=("event", "number"), name="housing_photo_once"
            ),
        ),
        protect("housing_form", see="true"),
        protect("housing_inspection", see=f"({AT_HOME} OR {AT_BUILDING})"),
        protect("housing_hazard", see=OF_INSPECTION),
        protect("housing_hazard_event", see=OF_HAZARD, append_only=True),
        protect("housing_photo", see=OF_EVENT),
    ]
