"""Whom to ring at an employer: seen by itself and by staff of the region it lies in."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

OWN = scoped("'employer:' || employers_contact.employer_id")
HERE = f"""EXISTS (SELECT FROM employers_employer e WHERE e.id = employers_contact.employer_id
                   AND {SCOPE} @> e.region::text)"""


class Migration(migrations.Migration):
    dependencies = [("employers", "0001_initial"), ("regions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("duty", models.CharField(default="", max_length=60)),
                ("phone_cipher", models.BinaryField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="employers.employer",
                    ),
                ),
            ],
        ),
        protect("employers_contact", see=f"({OWN} OR {HERE})"),
    ]
