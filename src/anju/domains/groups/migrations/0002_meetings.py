"""Meetings. Notice, agenda and decisions are seen by those who belong to the group; the roll by oneself and the contact
people in office; a ballot by who cast it and whom it was cast for. All writing goes through the intake role."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"


def led(table: str) -> str:
    """Contact people of the row's group while they are in office."""
    return (
        f"EXISTS (SELECT FROM groups_seat s WHERE s.group_id = {table}.group_id AND s.accepted_at IS NOT NULL "
        f"AND s.ended_at IS NULL AND s.role::text IN ('chair', 'contact') AND s.until >= {TODAY} "
        f"AND {SCOPE} @> ('user:' || s.user_id))"
    )


def belonging(table: str) -> str:
    """Those who belong to the row's group."""
    return (
        f"(EXISTS (SELECT FROM groups_member m WHERE m.group_id = {table}.group_id AND m.left_at IS NULL "
        f"AND {SCOPE} @> ('user:' || m.user_id)) OR {led(table)})"
    )


OWN = scoped("'user:' || user_id")
VOTER = f"({OWN} OR {led('groups_voter')})"


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_membership"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("place", models.CharField(max_length=100)),
                ("begins_at", models.DateTimeField()),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("reason", models.CharField(default="", max_length=300)),
                ("unit", models.CharField(db_collation="C", max_length=6)),
                ("quorum_numerator", models.SmallIntegerField()),
                ("quorum_denominator", models.SmallIntegerField()),
                ("quorum_more", models.BooleanField()),
                ("proxies", models.SmallIntegerField()),
                ("units", models.IntegerField()),
                ("present", models.IntegerField(default=0)),
                ("notified", models.IntegerField(default=0)),
                ("minutes", models.TextField(default="")),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("called_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="groups.grouprow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_meeting",
            },
        ),
        migrations.CreateModel(
            name="ItemRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group_id", models.BigIntegerField()),
                ("position", models.SmallIntegerField()),
                ("title", models.CharField(max_length=80)),
                ("text", models.CharField(default="", max_length=1000)),
                ("kind", models.CharField(db_collation="C", max_length=6)),
                ("options", models.JSONField(default=list)),
                ("majority", models.CharField(db_collation="C", max_length=10)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(db_collation="C", default="", max_length=12)),
                ("units", models.IntegerField(default=0)),
                ("present", models.IntegerField(default=0)),
                ("tally", models.JSONField(default=dict)),
                ("void", models.IntegerField(default=0)),
                ("winners", models.JSONField(default=list)),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="groups.meetingrow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_item",
            },
        ),
        migrations.CreateModel(
            name="VoterRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("units", models.JSONField(default=list)),
                ("came_at", models.DateTimeField(null=True)),
                ("went_at", models.DateTimeField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roll",
                        to="groups.meetingrow",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="groups.memberrow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_voter",
            },
        ),
        migrations.CreateModel(
            name="ProxyRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("giver_user", models.BigIntegerField()),
                ("giver_name_cipher", models.BinaryField()),
                ("holder_user", models.BigIntegerField(null=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("given_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_proxies",
                        to="groups.meetingrow",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="groups.voterrow",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held",
                        to="groups.voterrow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_proxy",
            },
        ),
        migrations.CreateModel(
            name="BallotRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("voter_user", models.BigIntegerField()),
                ("by_user", models.BigIntegerField()),
                ("choice", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="groups.itemrow",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cast",
                        to="groups.voterrow",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="groups.voterrow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_ballot",
            },
        ),
        migrations.AddIndex(
            model_name="meetingrow",
            index=models.Index(fields=["group", "-begins_at"], name="groups_meeting_group"),
        ),
        migrations.AddConstraint(
            model_name="meetingrow",
            constraint=models.UniqueConstraint(fields=("group", "key"), name="groups_meeting_key"),
        ),
        migrations.AddConstraint(
            model_name="meetingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["called", "open", "closed", "called_off"])),
                name="groups_meeting_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrow",
            constraint=models.UniqueConstraint(
                fields=("meeting", "position"), name="groups_item_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["report", "motion", "choice"]),
                    ("majority__in", ["all", "present", "simple", "two_thirds"]),
                ),
                name="groups_item_words",
            ),
        ),
        migrations.AddIndex(
            model_name="voterrow",
            index=models.Index(fields=["user_id"], name="groups_voter_user"),
        ),
        migrations.AddConstraint(
            model_name="voterrow",
            constraint=models.UniqueConstraint(
                fields=("meeting", "member"), name="groups_voter_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="proxyrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("giver",), name="groups_proxy_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="proxyrow",
            constraint=models.UniqueConstraint(
                fields=("meeting", "digest"), name="groups_proxy_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballotrow",
            constraint=models.UniqueConstraint(
                fields=("item", "voter", "by"), name="groups_ballot_once"
            ),
        ),
        protect("groups_meeting", see=belonging("groups_meeting"), write=NOBODY),
        protect("groups_item", see=belonging("groups_item"), write=NOBODY),
        protect("groups_voter", see=VOTER, write=NOBODY),
        protect(
            "groups_proxy",
            see=scoped("'user:' || giver_user", "'user:' || holder_user"),
            write=NOBODY,
        ),
        protect(
            "groups_ballot", see=scoped("'user:' || voter_user", "'user:' || by_user"), write=NOBODY
        ),
    ]
