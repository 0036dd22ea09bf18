"""What two places report of an agreement; when a message was written and how it answers, for measures of agreements.
Messages of before have neither: they count by when they came or went."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0028_shield_enquiries")]

    operations = [
        migrations.AddField(
            model_name="message", name="written_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="message",
            name="outcome",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.CreateModel(
            name="CooperationReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("direction", models.CharField(max_length=3)),
                ("about", models.CharField(max_length=12)),
                ("day", models.DateField()),
                ("content", models.TextField()),
                ("label", models.CharField(blank=True, default="", max_length=100)),
                ("written_at", models.DateTimeField()),
                (
                    "cooperation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="exchange.cooperation",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_cooperation_report",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about__in", ["service_day", "review"]),
                            ("direction__in", ["in", "out"]),
                        ),
                        name="exchange_cooperation_report_about",
                    )
                ],
            },
        ),
    ]
