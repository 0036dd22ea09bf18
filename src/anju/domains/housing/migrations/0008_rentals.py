"""Rentals on file. Seen and written where the home lies, by whom it is let, and by each tenant; of the tenants everybody
sees but their own row. What was agreed to stays as it was."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

MINE = scoped("region::text", "nullif(party, '')::text")
AS_TENANT = (
    "EXISTS (SELECT FROM housing_tenant t WHERE t.rental_id = housing_rental.id "
    f"AND t.removed_at IS NULL AND {SCOPE} @> ('person:' || t.person_id))"
)
TENANT = scoped("region::text", "nullif(party, '')::text", "'person:' || person_id")
OF_EVENT = "EXISTS (SELECT FROM housing_rental r WHERE r.id = housing_rental_event.rental_id)"
OF_SIGNATURE = "EXISTS (SELECT FROM housing_rental r WHERE r.id = housing_signature.rental_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0007_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(db_collation="C", max_length=12, unique=True)),
                ("content", models.JSONField()),
            ],
            options={
                "db_table": "housing_letter",
            },
        ),
        migrations.CreateModel(
            name="Rental",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_collation="C", max_length=24, unique=True)),
                ("home_id", models.BigIntegerField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("party", models.CharField(db_collation="C", max_length=40)),
                ("filer", models.CharField(db_collation="C", max_length=10)),
                ("filer_name", models.CharField(default="", max_length=100)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("rent", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("waiting", models.PositiveSmallIntegerField()),
                ("objecting", models.PositiveSmallIntegerField(default=0)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("prompted_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "housing_rental",
                "indexes": [
                    models.Index(fields=["home_id", "-since"], name="housing_rental_home"),
                    models.Index(fields=["region", "-recorded_at"], name="housing_rental_region"),
                    models.Index(fields=["party", "-recorded_at"], name="housing_rental_party"),
                    models.Index(
                        condition=models.Q(
                            ("prompted_at", None), ("state__in", ["filed", "confirmed", "objected"])
                        ),
                        fields=["until"],
                        name="housing_rental_ends",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("by_user", "key"), name="housing_rental_key", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filer__in", ("landlord", "agency", "sublessor")),
                            ("state__in", ["filed", "confirmed", "objected", "ended", "withdrawn"]),
                        ),
                        name="housing_rental_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="housing.letterversion",
                    ),
                ),
                (
                    "rental",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="housing.rental",
                    ),
                ),
            ],
            options={
                "db_table": "housing_signature",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rental", "letter", "by_user"), name="housing_signature_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RentalEventRow",
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
                ("text", models.CharField(default="", max_length=500)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "rental",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="housing.rental",
                    ),
                ),
            ],
            options={
                "db_table": "housing_rental_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rental", "key"), name="housing_rental_event_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "filed",
                                    "confirmed",
                                    "objected",
                                    "amended",
                                    "signed",
                                    "prompted",
                                    "ended",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="housing_rental_event_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RentalTenant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("party", models.CharField(db_collation="C", max_length=40)),
                ("answer", models.CharField(db_collation="C", default="", max_length=10)),
                ("text", models.CharField(default="", max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "rental",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenants",
                        to="housing.rental",
                    ),
                ),
            ],
            options={
                "db_table": "housing_tenant",
                "indexes": [models.Index(fields=["person_id"], name="housing_tenant_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("rental", "person_id"),
                        name="housing_tenant_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "confirmed", "objected"])),
                        name="housing_tenant_answer",
                    ),
                ],
            },
        ),
        protect("housing_tenant", see=TENANT),
        protect("housing_rental", see=f"({MINE} OR {AS_TENANT})"),
        protect("housing_rental_event", see=OF_EVENT, append_only=True),
        protect("housing_letter", see="true"),
        protect("housing_signature", see=OF_SIGNATURE, append_only=True),
    ]
