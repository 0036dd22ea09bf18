"""Mediation. A dispute is seen by its two sides and its mediator; while it waits for one, by the mediators of the
group who are in office. Steps are append-only. All writing goes through the intake role."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
SIDES = scoped("'user:' || applicant_user", "'user:' || other_user", "'user:' || mediator_user")
MEDIATORS = (
    "(mediator_user IS NULL AND state::text = 'waiting' AND EXISTS (SELECT FROM groups_seat s "
    "WHERE s.group_id = groups_mediation.group_id AND s.accepted_at IS NOT NULL AND s.ended_at IS NULL "
    "AND s.role::text = 'mediator' AND s.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date "
    f"AND {SCOPE} @> ('user:' || s.user_id)))"
)
STEP = "EXISTS (SELECT FROM groups_mediation m WHERE m.id = groups_mediation_step.mediation_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0002_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="MediationRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("applicant_user", models.BigIntegerField()),
                ("other_user", models.BigIntegerField(null=True)),
                ("mediator_user", models.BigIntegerField(null=True)),
                ("mediator_name", models.CharField(default="", max_length=30)),
                ("subject_cipher", models.BinaryField()),
                ("applicant_cipher", models.BinaryField()),
                ("other_cipher", models.BinaryField()),
                ("agreement_cipher", models.BinaryField(null=True)),
                ("signed", models.JSONField(default=list)),
                ("digest", models.BinaryField(max_length=32)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                ("confirm_until", models.DateField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("applicant_case", models.BigIntegerField(null=True)),
                ("other_case", models.BigIntegerField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mediations",
                        to="groups.grouprow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_mediation",
            },
        ),
        migrations.CreateModel(
            name="MediationStepRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(db_collation="C", max_length=10)),
                ("side", models.CharField(db_collation="C", max_length=10)),
                ("text_cipher", models.BinaryField(null=True)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "mediation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="groups.mediationrow",
                    ),
                ),
            ],
            options={
                "db_table": "groups_mediation_step",
            },
        ),
        migrations.AddIndex(
            model_name="mediationrow",
            index=models.Index(fields=["other_user"], name="groups_mediation_other"),
        ),
        migrations.AddIndex(
            model_name="mediationrow",
            index=models.Index(fields=["group", "state"], name="groups_mediation_group"),
        ),
        migrations.AddConstraint(
            model_name="mediationrow",
            constraint=models.UniqueConstraint(
                fields=("applicant_user", "key"), name="groups_mediation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="mediationrow",
            constraint=models.UniqueConstraint(fields=("digest",), name="groups_mediation_code"),
        ),
        migrations.AddConstraint(
            model_name="mediationrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "asked",
                            "waiting",
                            "talking",
                            "drafted",
                            "agreed",
                            "ended",
                            "kept",
                            "breached",
                        ],
                    )
                ),
                name="groups_mediation_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediationrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other_user", None),
                    models.Q(("other_user", models.F("applicant_user")), _negated=True),
                    _connector="OR",
                ),
                name="groups_mediation_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediationsteprow",
            constraint=models.UniqueConstraint(
                fields=("mediation", "key"), name="groups_mediation_step_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="mediationsteprow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "asked",
                            "consented",
                            "taken",
                            "message",
                            "drafted",
                            "signed",
                            "withdrawn",
                            "failed",
                            "confirmed",
                            "kept",
                            "breached",
                        ],
                    ),
                    ("side__in", ["applicant", "other", "mediator"]),
                ),
                name="groups_mediation_step_words",
            ),
        ),
        protect("groups_mediation", see=f"({SIDES} OR {MEDIATORS})", write=NOBODY),
        protect("groups_mediation_step", see=STEP, write=NOBODY, append_only=True),
    ]
