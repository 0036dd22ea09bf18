"""The other side of a case: its notice, which steps and files are its own, further steps of cases. Who answers for an
employer sees the notice and what was sent under it, and neither the case nor anything else of it."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

STEPS = [
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
    "notified",
    "responded",
    "silent",
    "pay_stated",
    "not_received",
    "booked",
    "cancelled",
]
NOTICE = f"({scoped('party::text')} OR EXISTS (SELECT FROM casework_case c WHERE c.id = casework_respondent.case_id))"


def by_case(table: str) -> str:
    """Whoever sees the case."""
    return f"EXISTS (SELECT FROM casework_case c WHERE c.id = {table}.case_id)"


def seen(table: str) -> migrations.RunSQL:
    """Whoever sees the case, or the notice under which the row stands."""
    notice = f"EXISTS (SELECT FROM casework_respondent r WHERE r.id = {table}.respondent_id)"
    return migrations.RunSQL(
        sql=f"ALTER POLICY {table}_see ON {table} USING ({by_case(table)} OR {notice})",
        reverse_sql=f"ALTER POLICY {table}_see ON {table} USING ({by_case(table)})",
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_mandate_days")]

    operations = [
        migrations.AddField("caseeventrow", "respondent_id", models.BigIntegerField(null=True)),
        migrations.AddField("evidencerow", "respondent_id", models.BigIntegerField(null=True)),
        migrations.RemoveConstraint("evidencerow", "casework_evidence_once"),
        migrations.AddConstraint(
            "evidencerow",
            models.UniqueConstraint(
                name="casework_evidence_once",
                fields=["case", "sha256", "respondent_id"],
                nulls_distinct=False,
            ),
        ),
        migrations.RemoveConstraint("caseeventrow", "casework_event_words"),
        AddConstraintNotValid(
            "caseeventrow",
            models.CheckConstraint(
                name="casework_event_words",
                condition=models.Q(
                    ("step__in", STEPS),
                    ("side__in", ["person", "helper", "office", "respondent"]),
                ),
            ),
        ),
        migrations.CreateModel(
            name="RespondentRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party", models.CharField(db_collation="C", default="", max_length=32)),
                ("name", models.CharField(max_length=100)),
                ("address", models.CharField(default="", max_length=200)),
                ("number", models.CharField(db_collation="C", max_length=24)),
                ("person_id", models.BigIntegerField()),
                ("matter", models.CharField(db_collation="C", max_length=20)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("stage", models.CharField(db_collation="C", default="", max_length=20)),
                ("claim_cipher", models.BinaryField()),
                ("filed_at", models.DateTimeField()),
                ("notified_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("silent_at", models.DateTimeField(null=True)),
                ("received", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("closed_at", models.DateTimeField(null=True)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="respondents",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "db_table": "casework_respondent",
                "constraints": [
                    models.UniqueConstraint(
                        name="casework_respondent_once", fields=["case", "stage", "party", "name"]
                    ),
                ],
                "indexes": [
                    models.Index(name="casework_respondent_party", fields=["party", "-id"]),
                    models.Index(
                        name="casework_respondent_due",
                        fields=["due_at"],
                        condition=models.Q(answered_at=None, silent_at=None, closed_at=None),
                    ),
                ],
            },
        ),
        protect("casework_respondent", see=NOTICE, write="false"),
        seen("casework_event"),
        seen("casework_evidence"),
    ]
