from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

FUNCTIONS = (Path(__file__).parent / "0001_functions.sql").read_text("utf-8")

OWN_OR_AUDITOR = (
    scoped("'audit'::text", "'person:' || person_id")
    + " OR user_id = (SELECT nullif(current_setting('anju.user', true), '')::bigint)"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=8)),
                ("user_id", models.BigIntegerField(null=True)),
                ("actor_label", models.TextField()),
                ("role", models.TextField()),
                ("action", models.TextField()),
                ("subject_kind", models.TextField()),
                ("subject_id", models.TextField()),
                ("person_id", models.BigIntegerField(null=True)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("purpose", models.TextField()),
                ("channel", models.TextField()),
                ("request_id", models.TextField()),
                ("detail", models.JSONField(default=dict)),
                ("xid", models.BigIntegerField()),
                ("row_hash", models.BinaryField()),
            ],
            options={
                "db_table": "audit_entry",
                "indexes": [
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=["person_id", "id"],
                        name="audit_entry_person",
                    ),
                    models.Index(
                        condition=models.Q(("user_id__isnull", False)),
                        fields=["user_id", "id"],
                        name="audit_entry_user",
                    ),
                    models.Index(fields=["xid"], name="audit_entry_xid"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["write", "read", "reveal", "refused"])),
                        name="audit_entry_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("from_xid", models.BigIntegerField()),
                ("to_xid", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "audit_seal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_xid__lt", models.F("to_xid"))),
                        name="audit_seal_forward",
                    ),
                    models.UniqueConstraint(fields=("from_xid",), name="audit_seal_one_successor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("shift", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_epoch",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="audit_epoch_one_row"
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        protect("audit_entry", see=OWN_OR_AUDITOR, write="true", append_only=True),
        protect("audit_seal", see="true", write="true", append_only=True),
        protect("audit_epoch", see="true", write="false", append_only=True),
        migrations.RunSQL(
            "REVOKE INSERT ON audit_epoch FROM anju_app, anju_door", migrations.RunSQL.noop
        ),
    ]
