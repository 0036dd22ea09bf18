"""Of a merged person there may be two open cases about the same: the second is the twin of the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_enrolment")]

    operations = [
        migrations.AddField("case", "twin", models.BooleanField(default=False, db_default=False)),
        migrations.RemoveConstraint("case", "casework_case_once"),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                name="casework_case_once",
                fields=["person_id", "matter", "subject"],
                condition=models.Q(state__in=["open", "waiting", "proposed"], twin=False),
            ),
        ),
    ]
