"""Enrolment: rounds and schools, which are published; applications with their steps and files. An application is seen
where the child lives, by the education office of the round and by the school (keys of their own: neither sees the
register), by the child and who guards it, and by who holds a mandate of the guardian. All writing of applications
goes through the intake role; nobody changes a step or a file that is kept."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
OWN = (
    f"({SCOPE} @> ('person:' || casework_enrolment.child_person_id) OR {SCOPE} @> ('person:' || "
    "casework_enrolment.guardian_person_id) OR EXISTS (SELECT FROM people_scope s WHERE s.person_id = "
    "casework_enrolment.child_person_id AND s.scope >= 'person:' AND s.scope < 'person;' "
    f"AND {SCOPE} @> s.scope::text))"
)
HELPER = (
    "EXISTS (SELECT FROM casework_mandate m WHERE m.person_id = casework_enrolment.guardian_person_id "
    "AND m.withdrawn_at IS NULL AND m.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date "
    f"AND m.matter::text IN ('', 'enrolment') AND {SCOPE} @> ('user:' || m.helper_user))"
)
STAFF = scoped(
    "region::text",
    "'enrol:' || office",
    "CASE WHEN school_region <> '' THEN 'school:' || school_region END",
)


def by(table: str) -> str:
    """Whoever sees the application."""
    return f"EXISTS (SELECT FROM casework_enrolment e WHERE e.id = {table}.enrolment_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_rescue"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("kind", models.CharField(db_collation="C", max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "grades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("apply_from", models.DateField()),
                ("apply_to", models.DateField()),
                ("results_on", models.DateField()),
                ("reply_by", models.DateField()),
                ("term_begins", models.DateField()),
                ("seed_source", models.CharField(max_length=300)),
                ("seed", models.CharField(db_collation="C", default="", max_length=80)),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("admission", models.CharField(db_collation="C", max_length=40)),
                ("cutoffs", models.JSONField(default=dict)),
                ("refused", models.JSONField(default=list)),
                ("digest", models.CharField(db_collation="C", default="", max_length=64)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("opened_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
            ],
            options={
                "db_table": "casework_enrolment_round",
                "indexes": [
                    models.Index(fields=["region", "-apply_from"], name="casework_round_region")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("by_user", "key"), name="casework_round_key", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["entry", "transfer"]),
                            ("state__in", ["open", "allocated", "published"]),
                        ),
                        name="casework_round_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("apply_to__gte", models.F("apply_from")),
                            ("results_on__gt", models.F("apply_to")),
                            ("reply_by__gte", models.F("results_on")),
                        ),
                        name="casework_round_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(("seed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casework_round_drawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_collation="C", max_length=30, unique=True)),
                ("family", models.CharField(db_collation="C", max_length=24)),
                ("child_id", models.BigIntegerField(db_column="child_person_id")),
                ("guardian_id", models.BigIntegerField(db_column="guardian_person_id")),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("office", models.CharField(db_collation="C", max_length=15)),
                ("grade", models.PositiveSmallIntegerField()),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=20),
                        default=list,
                        size=None,
                    ),
                ),
                ("same_school", models.BooleanField(default=True)),
                ("arrange", models.BooleanField(default=True)),
                ("state", models.CharField(db_collation="C", max_length=12)),
                ("route", models.CharField(db_collation="C", default="", max_length=20)),
                ("points", models.DecimalField(decimal_places=2, default=0, max_digits=8)),
                ("draw", models.CharField(db_collation="C", default="", max_length=16)),
                ("school", models.CharField(db_collation="C", default="", max_length=20)),
                ("school_region", models.CharField(db_collation="C", default="", max_length=15)),
                ("choice", models.PositiveSmallIntegerField(default=0)),
                ("passed", models.JSONField(default=list)),
                ("split", models.BooleanField(default=False)),
                ("vaccination", models.CharField(db_collation="C", default="", max_length=8)),
                ("vaccination_on", models.DateField(null=True)),
                ("facts_cipher", models.BinaryField()),
                ("channel", models.CharField(default="", max_length=20)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("filed_at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="casework.enrolmentround",
                    ),
                ),
            ],
            options={
                "db_table": "casework_enrolment",
            },
        ),
        migrations.CreateModel(
            name="EnrolmentEventRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(db_collation="C", max_length=12)),
                ("text_cipher", models.BinaryField(null=True)),
                ("detail", models.JSONField(default=dict)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="casework.enrolmentrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_enrolment_event",
            },
        ),
        migrations.CreateModel(
            name="EnrolmentDocumentRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fact", models.CharField(db_collation="C", max_length=20)),
                ("name_cipher", models.BinaryField()),
                ("cipher", models.BinaryField()),
                ("content_type", models.CharField(db_collation="C", max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(db_collation="C", max_length=64)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="casework.enrolmentrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_enrolment_document",
            },
        ),
        migrations.CreateModel(
            name="SchoolRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=20)),
                ("grade", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("address", models.CharField(default="", max_length=120)),
                ("places", models.PositiveIntegerField()),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=15),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schools",
                        to="casework.enrolmentround",
                    ),
                ),
            ],
            options={
                "db_table": "casework_enrolment_school",
            },
        ),
        migrations.AddIndex(
            model_name="enrolmentrow",
            index=models.Index(fields=["round", "state", "id"], name="casework_enrolment_of_round"),
        ),
        migrations.AddIndex(
            model_name="enrolmentrow",
            index=models.Index(fields=["child_id", "-id"], name="casework_enrolment_child"),
        ),
        migrations.AddIndex(
            model_name="enrolmentrow",
            index=models.Index(fields=["guardian_id", "-id"], name="casework_enrolment_guardian"),
        ),
        migrations.AddIndex(
            model_name="enrolmentrow",
            index=models.Index(fields=["family"], name="casework_enrolment_family"),
        ),
        migrations.AddConstraint(
            model_name="enrolmentrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["filed", "returned", "qualified", "placed", "waiting", "accepted"],
                    )
                ),
                fields=("round", "child_id"),
                name="casework_enrolment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentrow",
            constraint=models.UniqueConstraint(
                fields=("by_user", "key", "child_id"),
                name="casework_enrolment_key",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "filed",
                            "returned",
                            "qualified",
                            "refused",
                            "placed",
                            "waiting",
                            "accepted",
                            "given_back",
                            "withdrawn",
                        ],
                    ),
                    ("vaccination__in", ["", "complete", "catch_up"]),
                ),
                name="casework_enrolment_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["placed", "accepted"]), _negated=True),
                    models.Q(("school", ""), _negated=True),
                    _connector="OR",
                ),
                name="casework_enrolment_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmenteventrow",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "key"), name="casework_enrolment_event_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmenteventrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "filed",
                            "changed",
                            "document",
                            "answered",
                            "returned",
                            "qualified",
                            "refused",
                            "placed",
                            "waiting",
                            "moved_up",
                            "accepted",
                            "given_back",
                            "lapsed",
                            "withdrawn",
                            "vaccination",
                        ],
                    )
                ),
                name="casework_enrolment_event_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentdocumentrow",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "sha256"), name="casework_enrolment_document_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolrow",
            constraint=models.UniqueConstraint(
                fields=("round", "code", "grade"), name="casework_school_once"
            ),
        ),
        protect("casework_enrolment", see=f"({STAFF} OR {OWN} OR {HELPER})", write=NOBODY),
        protect(
            "casework_enrolment_event",
            see=by("casework_enrolment_event"),
            write=NOBODY,
            append_only=True,
        ),
        protect(
            "casework_enrolment_document",
            see=by("casework_enrolment_document"),
            write=NOBODY,
            append_only=True,
        ),
    ]
