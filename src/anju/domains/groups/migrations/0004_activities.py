"""Activities, published with their counts; who signed up is seen by oneself and by the contact people of the group in
office. All writing goes through the intake role."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
OWN = scoped("'user:' || user_id")
LED = (
    "EXISTS (SELECT FROM groups_seat s WHERE s.group_id = groups_signup.group_id AND s.accepted_at IS NOT NULL "
    "AND s.ended_at IS NULL AND s.role::text IN ('chair', 'contact') "
    "AND s.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date "
    f"AND {SCOPE} @> ('user:' || s.user_id))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_mediation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=12)),
                ("title", models.CharField(max_length=80)),
                ("text", models.CharField(default="", max_length=2000)),
                ("place", models.CharField(max_length=100)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("seats", models.IntegerField()),
                ("skill", models.CharField(default="", max_length=60)),
                ("post", models.CharField(default="", max_length=60)),
                ("employer", models.CharField(default="", max_length=100)),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("reason", models.CharField(default="", max_length=300)),
                ("booked", models.IntegerField(default=0)),
                ("waiting", models.IntegerField(default=0)),
                ("attended", models.IntegerField(default=0)),
                ("placed", models.IntegerField(default=0)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="groups.grouprow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_activity",
            },
        ),
        migrations.CreateModel(
            name="SignupRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("name_cipher", models.BinaryField()),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("at", models.DateTimeField()),
                ("certificate", models.CharField(db_collation="C", default="", max_length=30)),
                ("case_id", models.BigIntegerField(null=True)),
                ("placed_at", models.DateTimeField(null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signups",
                        to="groups.activityrow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_signup",
            },
        ),
        migrations.AddIndex(
            model_name="activityrow",
            index=models.Index(fields=["group", "begins_at"], name="groups_activity_group"),
        ),
        migrations.AddConstraint(
            model_name="activityrow",
            constraint=models.UniqueConstraint(fields=("group", "key"), name="groups_activity_key"),
        ),
        migrations.AddConstraint(
            model_name="activityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["course", "service_day", "job_fair", "other"]),
                    ("state__in", ["open", "closed", "called_off"]),
                ),
                name="groups_activity_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("booked__gte", 0),
                    ("booked__lte", models.F("seats")),
                    ("waiting__gte", 0),
                    ("ends_at__gt", models.F("begins_at")),
                ),
                name="groups_activity_places",
            ),
        ),
        migrations.AddIndex(
            model_name="signuprow",
            index=models.Index(fields=["user_id"], name="groups_signup_user"),
        ),
        migrations.AddIndex(
            model_name="signuprow",
            index=models.Index(
                condition=models.Q(("case_id__isnull", False)),
                fields=["case_id"],
                name="groups_signup_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="signuprow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["booked", "waiting"])),
                fields=("activity", "user_id"),
                name="groups_signup_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="signuprow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["booked", "waiting", "withdrawn", "attended", "absent"])
                ),
                name="groups_signup_words",
            ),
        ),
        protect("groups_activity", see="true", write=NOBODY),
        protect("groups_signup", see=f"({OWN} OR {LED})", write=NOBODY),
    ]
