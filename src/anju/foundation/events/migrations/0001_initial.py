import django.contrib.postgres.fields
from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

EVENTS = scoped("'events'::text")

STAMP = """
CREATE FUNCTION events_event_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('anju.maintenance', true) = 'restore' AND current_user NOT IN ('anju_app', 'anju_door') THEN
        RETURN NEW;
    END IF;
    NEW.xid := anju_xid();
    RETURN NEW;
END $$;
CREATE TRIGGER events_event_stamp BEFORE INSERT ON events_event FOR EACH ROW EXECUTE FUNCTION events_event_stamp();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("name", models.TextField()),
                ("payload", models.JSONField(default=dict)),
                ("xid", models.BigIntegerField()),
            ],
            options={
                "db_table": "events_event",
                "indexes": [models.Index(fields=["name", "xid", "id"], name="events_event_order")],
            },
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("listener", models.TextField(primary_key=True, serialize=False)),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("xid", models.BigIntegerField(default=0)),
                ("event_id", models.BigIntegerField(default=0)),
                ("failures", models.IntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("error", models.TextField(default="")),
            ],
            options={
                "db_table": "events_cursor",
            },
        ),
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("listener", models.TextField()),
                ("event_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("payload", models.JSONField(default=dict)),
                ("attempts", models.IntegerField()),
                ("error", models.TextField()),
            ],
            options={
                "db_table": "events_dead_letter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("listener", "event_id"), name="events_dead_letter_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(STAMP, "DROP FUNCTION events_event_stamp CASCADE"),
        protect("events_event", see=EVENTS, write="true"),
        protect("events_cursor", see=EVENTS),
        protect("events_dead_letter", see=EVENTS),
    ]
