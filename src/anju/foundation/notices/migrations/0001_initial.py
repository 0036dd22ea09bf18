from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect

PLATFORM = f"{SCOPE} = '{{(,)}}'::anju_scope"
"""Only the platform itself reads and writes messages; no actor's scope is everything."""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("to_index", models.BinaryField(max_length=16)),
                ("to_cipher", models.BinaryField()),
                ("text_cipher", models.BinaryField()),
                ("context", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at"], name="notices_notice_at"),
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["id"],
                        name="notices_notice_waiting",
                    ),
                ],
            },
        ),
        protect("notices_notice", see=PLATFORM),
    ]
