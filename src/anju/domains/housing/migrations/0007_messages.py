"""Messages about vacancies and appointments to see them: of their two sides alone, the office reads none. Searches that an
account keeps."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

SIDES = scoped("('user:' || seeker)::text", "offerer::text")
OF_THREAD = "EXISTS (SELECT FROM housing_enquiry e WHERE e.id = {table}.enquiry_id)"
OWN = scoped("('user:' || user_id)::text")


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0006_search_and_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("listing_id", models.BigIntegerField()),
                ("source", models.CharField(db_collation="C", max_length=60)),
                ("ident", models.CharField(db_collation="C", max_length=70)),
                ("place", models.CharField(max_length=200)),
                ("seeker", models.BigIntegerField()),
                ("offerer", models.CharField(db_collation="C", max_length=60)),
                ("link", models.CharField(default="", max_length=200)),
                ("unreached", models.BooleanField(default=False)),
                ("last_side", models.CharField(db_collation="C", max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("seeker_seen_at", models.DateTimeField(null=True)),
                ("offerer_seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "housing_enquiry",
                "indexes": [
                    models.Index(fields=["offerer", "-last_at"], name="housing_enquiry_offerer")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seeker", "source", "ident"), name="housing_enquiry_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("region", models.CharField(db_collation="C", default="", max_length=15)),
                ("place", models.CharField(db_collation="C", default="", max_length=12)),
                ("rent_from", models.IntegerField(null=True)),
                ("rent_to", models.IntegerField(null=True)),
                ("area_from", models.IntegerField(null=True)),
                ("area_to", models.IntegerField(null=True)),
                (
                    "bedrooms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                ("whole", models.BooleanField(null=True)),
                ("made_at", models.DateTimeField()),
                ("fresh", models.IntegerField(default=0)),
                ("notified_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "housing_saved_search",
                "indexes": [
                    models.Index(fields=["place"], name="housing_saved_place"),
                    models.Index(fields=["user_id"], name="housing_saved_user"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnquiryMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.CharField(db_collation="C", max_length=8)),
                ("text_cipher", models.BinaryField()),
                ("key", models.CharField(max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "enquiry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="housing.enquiry",
                    ),
                ),
            ],
            options={
                "db_table": "housing_message",
                "constraints": [
                    models.UniqueConstraint(fields=("enquiry", "key"), name="housing_message_once"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ("seeker", "offerer"))),
                        name="housing_message_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ViewingAppointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.CharField(db_collation="C", max_length=8)),
                ("starts_at", models.DateTimeField()),
                ("state", models.CharField(db_collation="C", default="proposed", max_length=9)),
                ("at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "enquiry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="housing.enquiry",
                    ),
                ),
            ],
            options={
                "db_table": "housing_viewing",
                "indexes": [
                    models.Index(fields=["enquiry", "starts_at"], name="housing_viewing_enquiry")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("proposed", "accepted"))),
                        fields=("enquiry", "starts_at"),
                        name="housing_viewing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("proposed", "accepted", "declined", "cancelled"))
                        ),
                        name="housing_viewing_state",
                    ),
                ],
            },
        ),
        protect("housing_enquiry", see=SIDES),
        protect("housing_message", see=OF_THREAD.format(table="housing_message")),
        protect("housing_viewing", see=OF_THREAD.format(table="housing_viewing")),
        protect("housing_saved_search", see=OWN),
    ]
