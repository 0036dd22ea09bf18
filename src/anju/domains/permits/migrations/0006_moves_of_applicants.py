"""An application follows its applicant: its moves, and the rounds of decisions they begin."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("permits", "0005_holder_pin"),
    ]

    operations = [
        migrations.AddField("application", "round", models.SmallIntegerField(default=1)),
        migrations.AddField("application", "moves", models.JSONField(default=list)),
        migrations.AddField("decision", "round", models.SmallIntegerField(default=1)),
        migrations.RemoveConstraint("decision", "permits_decision_other_eyes"),
        migrations.AddConstraint(
            "decision",
            models.UniqueConstraint(
                name="permits_decision_other_eyes",
                fields=["application", "round", "stage", "by_user"],
            ),
        ),
    ]
