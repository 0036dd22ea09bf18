"""Time stamps of the message log, and the key of own ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0021_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="StampKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.CharField(db_collation="C", max_length=40, unique=True)),
                ("certificate", models.BinaryField()),
                ("secret_cipher", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "exchange_stamp_key",
            },
        ),
        migrations.CreateModel(
            name="Stamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(unique=True)),
                ("head", models.CharField(db_collation="C", max_length=64)),
                ("noted_at", models.DateTimeField()),
                ("token", models.BinaryField(null=True)),
                ("at", models.DateTimeField(null=True)),
                ("level", models.CharField(blank=True, default="", max_length=10)),
                ("authority", models.CharField(blank=True, default="", max_length=200)),
                ("failure", models.CharField(blank=True, default="", max_length=40)),
                ("attempts", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("token__isnull", True)),
                        fields=["number"],
                        name="exchange_stamp_waiting",
                    )
                ],
            },
        ),
    ]
