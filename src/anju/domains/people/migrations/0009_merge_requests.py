"""Merges that two persons decide: what was asked never changes, it is only decided, once, by somebody else."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect


def belongs(person: str) -> str:
    return (
        f"({SCOPE} @> ('person:' || {person}) OR EXISTS (SELECT FROM people_scope s "
        f"WHERE s.person_id = {person} AND {SCOPE} @> s.scope::text))"
    )


DECIDED_ONCE = """
REVOKE UPDATE, DELETE ON people_mergerequest FROM anju_app, anju_door;
GRANT UPDATE (decision, decided_by, decided_label, decided_at, note, merge_id) ON people_mergerequest TO anju_door;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_who_stands_for")]

    operations = [
        migrations.CreateModel(
            name="MergeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contradictions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), size=None
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("asked_by", models.BigIntegerField()),
                ("asked_label", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("decision", models.CharField(blank=True, default="", max_length=8)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_label", models.CharField(blank=True, default="", max_length=100)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "merge",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="people.merge",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            ("decision", "refuse"),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_merge_request_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("decision", ""),
                                ("merge", None),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decision", "refuse"),
                                ("merge", None),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decision", "approve"),
                                ("merge__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="people_merge_request_decided",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("kept", "other"),
                        django.db.models.functions.comparison.Greatest("kept", "other"),
                        condition=models.Q(("decision", "")),
                        name="people_merge_request_one_waiting",
                    ),
                ],
            },
        ),
        protect(
            "people_mergerequest",
            write="false",
            see=f"{belongs('people_mergerequest.kept_id')} AND {belongs('people_mergerequest.other_id')}",
        ),
        migrations.RunSQL(DECIDED_ONCE, migrations.RunSQL.noop),
    ]
