"""The holder's PIN. Nobody reads the verifier but the check, at the door; the holder sees that one is set."""

from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped


class Migration(migrations.Migration):
    dependencies = [
        ("permits", "0004_entitlement_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="HolderPin",
            fields=[
                ("person_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("salt", models.BinaryField(max_length=16)),
                ("verifier", models.BinaryField(max_length=32)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "permits_holder_pin",
            },
        ),
        protect("permits_holder_pin", see=scoped("'person:' || person_id"), write="false"),
    ]
