"""When an assessment turns by itself, by which way somebody was told, and proofs of what the register does not hold.

A proof is seen by whoever sees the person: it counts in the whole city, and so does the answer it leads to.
"""

import django.contrib.postgres.fields.ranges
from django.db import migrations, models

from anju.foundation.db.policy import protect


class Migration(migrations.Migration):
    dependencies = [
        ("permits", "0003_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=20)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("source", models.CharField(db_collation="C", max_length=40)),
                (
                    "reference",
                    models.CharField(blank=True, db_collation="C", default="", max_length=60),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(blank=True, default="", max_length=100)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="entitlement",
            name="changes_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="entitlement",
            name="invited_by",
            field=models.CharField(blank=True, db_collation="C", default="", max_length=10),
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(
                condition=models.Q(("entitled", True), ("invited_by", "")),
                fields=["person_id"],
                name="permits_entitlement_told",
            ),
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(
                condition=models.Q(("changes_on__isnull", False)),
                fields=["changes_on"],
                name="permits_entitlement_turn",
            ),
        ),
        migrations.AddIndex(
            model_name="proof",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["person_id"],
                name="permits_proof_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("source", "reference", "person_id", "code"),
                name="permits_proof_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "code__in",
                        ["insurance", "marriage", "schooling", "stable_home", "stable_job"],
                    )
                ),
                name="permits_proof_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="permits_proof_not_empty"
            ),
        ),
        protect(
            "permits_proof",
            write="false",
            see="EXISTS (SELECT FROM people_person p WHERE p.id = permits_proof.person_id)",
        ),
    ]
