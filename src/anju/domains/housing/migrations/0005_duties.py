"""Visits that are due: seen and done where the place lies, by staff, and by whom it is of. Rounds name nobody."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

AT_HOME = (
    "EXISTS (SELECT FROM places_home h WHERE h.id = housing_duty.home_id AND "
    + scoped("h.region::text", "nullif(h.party, '')::text")
    + ")"
)
AT_BUILDING = (
    "(housing_duty.home_id IS NULL AND EXISTS (SELECT FROM places_building b "
    "WHERE b.id = housing_duty.building_id AND "
    + scoped("b.region::text", "nullif(b.party, '')::text")
    + "))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0004_premises"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(db_collation="C", max_length=40)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("month", models.IntegerField()),
                ("done_at", models.DateTimeField()),
            ],
            options={
                "db_table": "housing_duty_round",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "region", "month"), name="housing_duty_round_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(db_collation="C", max_length=40)),
                ("form", models.CharField(db_collation="C", max_length=40)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("building_id", models.BigIntegerField()),
                ("home_id", models.BigIntegerField(null=True)),
                ("period", models.DateField()),
                ("months", models.PositiveSmallIntegerField()),
                ("condition", models.CharField(db_collation="C", max_length=10)),
                ("due", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "inspection",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="housing.inspection",
                    ),
                ),
            ],
            options={
                "db_table": "housing_duty",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["region", "due"],
                        name="housing_duty_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("building_id", "home_id", "rule", "period"),
                        name="housing_duty_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("inspection", None)),
                            models.Q(("done_at__isnull", False), ("inspection__isnull", False)),
                            _connector="OR",
                        ),
                        name="housing_duty_done",
                    ),
                ],
            },
        ),
        protect("housing_duty", see=f"({AT_HOME} OR {AT_BUILDING})"),
        protect("housing_duty_round", see="true"),
    ]
