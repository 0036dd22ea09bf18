"""Statements said again word for word: a keyed hash beside each declaration tells them, and one row remembers many."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect


class Migration(migrations.Migration):
    dependencies = [("register", "0006_reading_at_size")]

    operations = [
        migrations.AddField("declaration", "said", models.BinaryField(null=True)),
        migrations.CreateModel(
            name="Repeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("first_row", models.IntegerField()),
                ("last_row", models.IntegerField()),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "declarations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeats",
                        to="register.batch",
                    ),
                ),
            ],
        ),
        protect("register_repeat", see="false", write="false", append_only=True),
    ]
