"""Previews of imports, kept; leavers confirmed one by one; work under way."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect

SEEN = "EXISTS (SELECT FROM register_batch b WHERE b.id = register_previewpart.batch_id)"


class Migration(migrations.Migration):
    dependencies = [("register", "0003_invitations")]

    operations = [
        migrations.AddField("batch", "leaving", models.JSONField(default=list)),
        migrations.AddField("batch", "task_id", models.BigIntegerField(null=True)),
        migrations.RemoveConstraint("batch", "register_batch_state"),
        migrations.AddConstraint(
            "batch",
            models.CheckConstraint(
                name="register_batch_state",
                condition=models.Q(
                    state__in=["reading", "previewed", "queued", "applied", "undone", "failed"]
                ),
            ),
        ),
        migrations.CreateModel(
            name="PreviewPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("listing", models.CharField(max_length=12)),
                ("number", models.IntegerField()),
                ("size", models.IntegerField()),
                ("people", models.JSONField(default=list)),
                ("lines_cipher", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="register.batch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["batch", "listing", "number"], name="register_previewpart_once"
                    )
                ]
            },
        ),
        protect("register_previewpart", see=SEEN, write="false"),
        *(
            migrations.AddIndex(
                model,
                models.Index(
                    fields=["person_id"],
                    name=f"register_{model}_person",
                    condition=models.Q(superseded_at=None),
                ),
            )
            for model in ("stay", "job", "absence")
        ),
    ]
