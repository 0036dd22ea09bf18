"""Cases, their steps and files, mandates. A case is seen where its office and its place lie, by the person, by who guards
them, and by who holds a mandate for the matter; its steps and files with it. All writing goes through the intake role;
nobody changes a step or a file that is kept."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
OWN = (
    f"({SCOPE} @> ('person:' || casework_case.person_id) OR EXISTS (SELECT FROM people_scope s "
    "WHERE s.person_id = casework_case.person_id AND s.scope >= 'person:' AND s.scope < 'person;' "
    f"AND {SCOPE} @> s.scope::text))"
)
HELPER = (
    "EXISTS (SELECT FROM casework_mandate m WHERE m.person_id = casework_case.person_id AND m.withdrawn_at IS NULL "
    f"AND m.matter::text IN ('', casework_case.matter::text) AND {SCOPE} @> ('user:' || m.helper_user))"
)
CASE = f"({scoped('region::text', 'office::text')} OR {OWN} OR {HELPER})"
MANDATE = scoped("'person:' || person_id", "'user:' || helper_user")


def by(table: str) -> str:
    """Whoever sees the case."""
    return f"EXISTS (SELECT FROM casework_case c WHERE c.id = {table}.case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_catalogue"),
        ("people", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_collation="C", max_length=24, unique=True)),
                ("person_id", models.BigIntegerField()),
                ("matter", models.CharField(db_collation="C", max_length=20)),
                ("subject", models.CharField(db_collation="C", default="", max_length=32)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("office", models.CharField(db_collation="C", max_length=15)),
                ("department", models.CharField(db_collation="C", max_length=20)),
                ("routed", models.JSONField(default=dict)),
                ("state", models.CharField(db_collation="C", max_length=10)),
                ("stage", models.CharField(db_collation="C", default="", max_length=20)),
                ("urgent", models.BooleanField(default=False)),
                ("answers_cipher", models.BinaryField()),
                ("version", models.IntegerField(default=1)),
                ("handler_id", models.BigIntegerField(null=True)),
                ("handler_label", models.CharField(default="", max_length=100)),
                ("unread", models.BooleanField(default=False)),
                ("outcome", models.CharField(db_collation="C", default="", max_length=20)),
                ("satisfied", models.CharField(db_collation="C", default="", max_length=6)),
                ("channel", models.CharField(default="", max_length=20)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("filed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("person_due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "db_table": "casework_case",
            },
        ),
        migrations.CreateModel(
            name="CaseEventRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(db_collation="C", max_length=12)),
                ("side", models.CharField(db_collation="C", max_length=10)),
                ("text_cipher", models.BinaryField(null=True)),
                ("detail", models.JSONField(default=dict)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "db_table": "casework_event",
            },
        ),
        migrations.CreateModel(
            name="EvidenceRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=20)),
                ("side", models.CharField(db_collation="C", max_length=10)),
                ("name_cipher", models.BinaryField()),
                ("cipher", models.BinaryField()),
                ("content_type", models.CharField(db_collation="C", max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(db_collation="C", max_length=64)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "db_table": "casework_evidence",
            },
        ),
        migrations.CreateModel(
            name="MandateRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("matter", models.CharField(db_collation="C", default="", max_length=20)),
                ("digest", models.BinaryField(max_length=32)),
                ("helper_user", models.BigIntegerField(null=True)),
                ("helper_label", models.CharField(default="", max_length=100)),
                ("until", models.DateField()),
                ("granted_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "casework_mandate",
                "indexes": [
                    models.Index(fields=["person_id"], name="casework_mandate_person"),
                    models.Index(fields=["helper_user"], name="casework_mandate_helper"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="casework_mandate_code")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["person_id", "-id"], name="casework_case_person"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "waiting", "proposed"])),
                fields=["office", "due_at"],
                name="casework_case_office",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["office", "-closed_at"], name="casework_case_closed_at"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("by_user", "key"), name="casework_case_key", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "waiting", "proposed"])),
                fields=("person_id", "matter", "subject"),
                name="casework_case_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "waiting", "proposed", "closed"]),
                    ("satisfied__in", ["", "yes", "partly", "no"]),
                ),
                name="casework_case_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state__in", ["open", "waiting", "proposed"])),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("state", "closed"),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="casework_case_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseeventrow",
            constraint=models.UniqueConstraint(fields=("case", "key"), name="casework_event_key"),
        ),
        migrations.AddConstraint(
            model_name="caseeventrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "filed",
                            "taken",
                            "accepted",
                            "asked",
                            "answered",
                            "message",
                            "evidence",
                            "handed_over",
                            "extended",
                            "staged",
                            "paid_first",
                            "received",
                            "proposed",
                            "contested",
                            "confirmed",
                            "withdrawn",
                            "reopened",
                            "complained",
                        ],
                    ),
                    ("side__in", ["person", "helper", "office", "respondent"]),
                ),
                name="casework_event_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencerow",
            constraint=models.UniqueConstraint(
                fields=("case", "sha256"), name="casework_evidence_once"
            ),
        ),
        protect("casework_mandate", see=MANDATE, write=NOBODY),
        protect("casework_case", see=CASE, write=NOBODY),
        protect("casework_event", see=by("casework_event"), write=NOBODY, append_only=True),
        protect("casework_evidence", see=by("casework_evidence"), write=NOBODY, append_only=True),
    ]
