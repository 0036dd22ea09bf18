from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

OWNER = (
    scoped("'progress'::text")
    + " OR owner_id = (SELECT nullif(current_setting('anju.user', true), '')::bigint)"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("label", models.TextField()),
                ("owner_id", models.BigIntegerField(null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="running", max_length=8)),
                ("note", models.TextField(default="")),
                ("started", models.DateTimeField()),
                ("updated", models.DateTimeField()),
                ("finished", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "progress_task",
                "indexes": [models.Index(fields=["owner_id", "-id"], name="progress_task_owner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "done", "failed"])),
                        name="progress_task_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("part", models.TextField(primary_key=True, serialize=False)),
                ("host", models.TextField()),
                ("pid", models.IntegerField()),
                ("started", models.DateTimeField()),
                ("seen", models.DateTimeField()),
                ("note", models.TextField(default="")),
            ],
            options={
                "db_table": "progress_heartbeat",
            },
        ),
        protect("progress_task", see=OWNER),
        protect("progress_heartbeat", see="true"),
    ]
