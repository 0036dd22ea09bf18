"""Vacancies. Open ones are read by everybody, the others by their sender, their party and the office; whom to ask only
by these. The keys by which open ones are found name no person."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

MINE = scoped("nullif(region, '')::text", "nullif(party, '')::text", "source::text")
SEEN = f"(state = 'open' OR {MINE})"
OF_LISTING = (
    "EXISTS (SELECT FROM housing_listing l WHERE l.id = housing_contact.listing_id AND "
    + scoped("nullif(l.region, '')::text", "nullif(l.party, '')::text", "l.source::text")
    + ")"
)


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(db_collation="C", max_length=60)),
                ("ident", models.CharField(db_collation="C", max_length=70)),
                ("fingerprint", models.CharField(db_collation="C", max_length=32)),
                ("current", models.BooleanField(default=True)),
                ("state", models.CharField(db_collation="C", max_length=8)),
                ("closed_why", models.CharField(db_collation="C", default="", max_length=10)),
                ("doubts", models.JSONField(default=list)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("party", models.CharField(db_collation="C", default="", max_length=40)),
                ("home_id", models.BigIntegerField(null=True)),
                ("spot", models.CharField(db_collation="C", default="", max_length=200)),
                ("exact", models.BooleanField(default=False)),
                ("place", models.CharField(max_length=200)),
                ("flat", models.CharField(default="", max_length=100)),
                ("number", models.CharField(default="", max_length=60)),
                ("title", models.CharField(default="", max_length=100)),
                ("space", models.CharField(default="", max_length=20)),
                ("floor", models.SmallIntegerField(null=True)),
                ("floors", models.SmallIntegerField(null=True)),
                ("level", models.CharField(db_collation="C", default="", max_length=6)),
                ("bedrooms", models.SmallIntegerField(null=True)),
                ("halls", models.SmallIntegerField(null=True)),
                ("baths", models.SmallIntegerField(null=True)),
                ("area", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("rent", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("negotiable", models.BooleanField(default=False)),
                ("payment", models.CharField(default="", max_length=40)),
                ("whole", models.BooleanField(null=True)),
                ("orientation", models.CharField(default="", max_length=4)),
                ("available", models.DateField(null=True)),
                ("listed", models.DateField(null=True)),
                ("remark", models.CharField(default="", max_length=300)),
                ("longitude", models.FloatField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("row", models.BigIntegerField(default=0)),
                ("replaces", models.BigIntegerField(null=True)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("home_id__isnull", False), ("state", "open")),
                        fields=["home_id"],
                        name="housing_listing_home",
                    ),
                    models.Index(
                        condition=models.Q(("exact", True), ("state", "open")),
                        fields=["spot"],
                        name="housing_listing_spot",
                    ),
                    models.Index(fields=["batch_id"], name="housing_listing_batch"),
                    models.Index(fields=["party", "-recorded_at"], name="housing_listing_party"),
                    models.Index(
                        condition=models.Q(("state", "doubtful")),
                        fields=["region"],
                        name="housing_listing_doubtful",
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["seen_at"],
                        name="housing_listing_seen",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("source", "ident"),
                        name="housing_listing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closed_why__in",
                                (
                                    "",
                                    "let",
                                    "withdrawn",
                                    "refused",
                                    "expired",
                                    "replaced",
                                    "undone",
                                ),
                            ),
                            ("state__in", ("open", "doubtful", "closed")),
                            models.Q(("state", "closed"), ("closed_why", ""), _connector="XOR"),
                        ),
                        name="housing_listing_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(default="", max_length=40)),
                ("phone_cipher", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(null=True)),
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact",
                        to="housing.listing",
                    ),
                ),
            ],
            options={
                "db_table": "housing_contact",
            },
        ),
        migrations.CreateModel(
            name="ListingKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(db_collation="C", max_length=12)),
                ("rooms", models.SmallIntegerField()),
                ("area_band", models.SmallIntegerField()),
                ("rent_band", models.SmallIntegerField()),
                ("rent", models.IntegerField()),
                ("area", models.IntegerField()),
                ("turn", models.BigIntegerField()),
                ("available", models.DateField(null=True)),
                ("listing_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_listing_key",
                "indexes": [
                    models.Index(
                        fields=["place", "rooms", "area_band", "rent_band", "-turn"],
                        name="housing_key_newest",
                    ),
                    models.Index(
                        fields=["place", "rooms", "area_band", "rent", "turn"],
                        name="housing_key_cheapest",
                    ),
                    models.Index(fields=["listing_id"], name="housing_key_listing"),
                ],
            },
        ),
        protect("housing_listing", see=SEEN, write=MINE),
        protect("housing_contact", see=OF_LISTING),
        protect("housing_listing_key", see="true", write="false"),
    ]
