"""Groups, seats and members. A group and who speaks for it are published; who belongs to it is seen by the member and
by the contact people while they are in office. All writing goes through the intake role."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
MINE = scoped("'user:' || user_id")
OWN = scoped("'user:' || user_id", "'user:' || offered_by")
SEAT = f"((accepted_at IS NOT NULL AND ended_at IS NULL) OR {OWN})"
LED = (
    "EXISTS (SELECT FROM groups_seat s WHERE s.group_id = groups_member.group_id AND s.accepted_at IS NOT NULL "
    "AND s.ended_at IS NULL AND s.role::text IN ('chair', 'contact') "
    "AND s.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date "
    f"AND {SCOPE} @> ('user:' || s.user_id))"
)
MEMBER = f"({MINE} OR (left_at IS NULL AND {LED}))"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=20)),
                ("name", models.CharField(max_length=60)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("purpose", models.CharField(max_length=300)),
                ("rules", models.TextField(default="")),
                ("contact", models.CharField(default="", max_length=100)),
                ("registered", models.CharField(db_collation="C", default="", max_length=40)),
                ("state", models.CharField(db_collation="C", max_length=8)),
                ("reason", models.CharField(default="", max_length=300)),
                ("members", models.IntegerField(default=0)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "groups_group",
                "indexes": [models.Index(fields=["region", "kind"], name="groups_group_region")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("by_user", "key"), name="groups_group_key", nulls_distinct=False
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "open"])),
                        fields=("region", "kind", "name"),
                        name="groups_group_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "open", "refused", "closed"])),
                        name="groups_group_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("members__gte", 0)), name="groups_group_members"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("party", models.CharField(db_collation="C", default="", max_length=40)),
                ("name_cipher", models.BinaryField()),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="groups.grouprow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_member",
                "indexes": [models.Index(fields=["user_id"], name="groups_member_user")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("group", "user_id"),
                        name="groups_member_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("role", models.CharField(db_collation="C", max_length=10)),
                ("name", models.CharField(max_length=30)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("offered_at", models.DateTimeField()),
                ("offered_by", models.BigIntegerField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="groups.grouprow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_seat",
                "indexes": [models.Index(fields=["user_id"], name="groups_seat_user")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("group", "user_id", "role"),
                        name="groups_seat_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["chair", "contact", "mediator", "treasurer"]),
                            ("until__gt", models.F("since")),
                        ),
                        name="groups_seat_words",
                    ),
                ],
            },
        ),
        protect("groups_group", see="true", write=NOBODY),
        protect("groups_seat", see=SEAT, write=NOBODY),
        protect("groups_member", see=MEMBER, write=NOBODY),
    ]
