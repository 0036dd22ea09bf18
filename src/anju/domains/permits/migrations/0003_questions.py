"""Keys of questions about entitlements, so that a question sent twice is asked once. Seen by the asker only."""

from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped


class Migration(migrations.Migration):
    dependencies = [("permits", "0002_policies")]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("asked", models.BinaryField(max_length=16)),
                ("answer", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="permits_question_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "key"), name="permits_question_once")
                ],
            },
        ),
        protect("permits_question", see=scoped("'user:' || user_id"), write="false"),
    ]
