"""Search of vacancies by how they are let and by size, and what the office decides about doubtful ones. Keys are written
by whoever may write their listing; decisions are read and made where the listing lies."""

from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

OF_LISTING = (
    "EXISTS (SELECT FROM housing_listing l WHERE l.id = {table}.listing_id AND "
    + scoped("nullif(l.region, '')::text", "nullif(l.party, '')::text", "l.source::text")
    + ")"
)
KEYS = OF_LISTING.format(table="housing_listing_key")
OPEN_KEYS = (
    "DROP POLICY housing_listing_key_add ON housing_listing_key",
    "DROP POLICY housing_listing_key_change ON housing_listing_key",
    "DROP POLICY housing_listing_key_remove ON housing_listing_key",
    f"CREATE POLICY housing_listing_key_add ON housing_listing_key FOR INSERT TO anju_app WITH CHECK ({KEYS})",
    f"CREATE POLICY housing_listing_key_change ON housing_listing_key FOR UPDATE TO anju_app USING ({KEYS}) WITH CHECK ({KEYS})",
    f"CREATE POLICY housing_listing_key_remove ON housing_listing_key FOR DELETE TO anju_app USING ({KEYS})",
)
SHARES = """UPDATE housing_listing_key k SET share = CASE WHEN l.whole THEN 1 ELSE 2 END
FROM housing_listing l WHERE l.id = k.listing_id AND l.whole IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0005_duties"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.BigIntegerField()),
                ("listing_id", models.BigIntegerField()),
                ("decision", models.CharField(db_collation="C", max_length=8)),
                ("note", models.CharField(default="", max_length=300)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "housing_decision",
            },
        ),
        migrations.RemoveIndex(
            model_name="listingkey",
            name="housing_key_newest",
        ),
        migrations.RemoveIndex(
            model_name="listingkey",
            name="housing_key_cheapest",
        ),
        migrations.AddField(
            model_name="listing",
            name="let_by",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="listingkey",
            name="share",
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("let_by__isnull", False)),
                fields=["let_by"],
                name="housing_listing_let",
            ),
        ),
        migrations.AddIndex(
            model_name="listingkey",
            index=models.Index(
                fields=["place", "-turn"],
                include=("share", "rooms", "rent", "area", "listing_id"),
                name="housing_key_turn",
            ),
        ),
        migrations.AddIndex(
            model_name="listingkey",
            index=models.Index(
                fields=["place", "share", "rooms", "area_band", "rent_band", "-turn"],
                include=("rent", "area", "listing_id"),
                name="housing_key_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="listingkey",
            index=models.Index(
                fields=["place", "share", "rooms", "area_band", "rent", "turn"],
                include=("area", "listing_id"),
                name="housing_key_cheapest",
            ),
        ),
        migrations.AddIndex(
            model_name="listingkey",
            index=models.Index(
                fields=["place", "share", "rooms", "rent_band", "area", "turn"],
                include=("rent", "listing_id"),
                name="housing_key_largest",
            ),
        ),
        migrations.AddIndex(
            model_name="listingdecision",
            index=models.Index(fields=["act"], name="housing_decision_act"),
        ),
        migrations.AddIndex(
            model_name="listingdecision",
            index=models.Index(fields=["listing_id"], name="housing_decision_listing"),
        ),
        migrations.AddConstraint(
            model_name="listingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ("confirm", "refuse"))),
                name="housing_decision_words",
            ),
        ),
        protect("housing_decision", see=OF_LISTING.format(table="housing_decision")),
        migrations.RunSQL(OPEN_KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(SHARES, migrations.RunSQL.noop),
    ]
