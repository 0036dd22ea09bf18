"""Weeks that an employer said to be unchanged, and reminders: seen and written by the employer and where it has its seat."""

from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped

SEEN = scoped("region::text", "party::text")


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0016_contract_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmployerReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("employer_id", models.BigIntegerField()),
                ("kind", models.CharField(db_collation="C", max_length=10)),
                ("day", models.DateField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("party", models.CharField(db_collation="C", max_length=40)),
                ("reached", models.PositiveSmallIntegerField(default=0)),
                ("covers", models.DateField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "register_employer_reminder",
            },
        ),
        migrations.CreateModel(
            name="UnchangedWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("employer_id", models.BigIntegerField()),
                ("week", models.DateField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("party", models.CharField(db_collation="C", max_length=40)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "register_unchanged_week",
            },
        ),
        migrations.AddConstraint(
            model_name="employerreminder",
            constraint=models.UniqueConstraint(
                fields=("employer_id", "kind", "day"), name="register_employer_reminder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="employerreminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("roster", "contract"))),
                name="register_employer_reminder_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="unchangedweek",
            constraint=models.UniqueConstraint(
                fields=("employer_id", "week"), name="register_unchanged_week_once"
            ),
        ),
        protect("register_employer_reminder", see=SEEN),
        protect("register_unchanged_week", see=SEEN),
    ]
