"""Pictures of written names, seen by whoever sees the person and written by `people` alone."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect

BELONGS = (
    f"({SCOPE} @> ('person:' || people_name_picture.person_id) OR EXISTS (SELECT FROM people_scope s "
    f"WHERE s.person_id = people_name_picture.person_id AND {SCOPE} @> s.scope::text))"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0009_merge_requests")]

    operations = [
        migrations.CreateModel(
            name="NamePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_collation="C", max_length=100)),
                ("cipher", models.BinaryField(null=True)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("stored_by", models.BigIntegerField(null=True)),
                ("stored_label", models.CharField(blank=True, default="", max_length=100)),
                ("stored_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="name_pictures",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "people_name_picture",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("person", "name"),
                        name="people_name_picture_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cipher__isnull", False), ("ended_at", None)),
                            models.Q(("cipher", None), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_name_picture_whole",
                    ),
                ],
            },
        ),
        protect("people_name_picture", see=BELONGS, write="false"),
    ]
