"""Indexes hold what is there: of a search row only the keys it has, of people merged into another only them.

Two search rows in five hold one key of six (a second reading, a further document); the other five indexes held an empty
entry for each. Built and dropped without holding up writers.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

KEYS = {
    "name": "name",
    "rest": "rest",
    "pinyin": "pinyin",
    "initials": "initials",
    "doc6": "doc_tail6",
    "phone": "phone_tail",
}


def replaced(key: str, column: str) -> list[migrations.operations.base.Operation]:
    index = models.Index(
        name=f"people_finding_by_{key}",
        fields=[column, "region"],
        condition=models.Q((column, None), _negated=True),
    )
    return [
        AddIndexConcurrently("finding", index),
        RemoveIndexConcurrently("finding", f"people_finding_{key}"),
    ]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0004_fewer_keys")]

    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(
                condition=models.Q(("merged_into", None), _negated=True),
                fields=["merged_into"],
                name="people_person_merged",
            ),
        ),
        migrations.AlterField(
            "person",
            "merged_into",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="people.person",
            ),
        ),
        *(operation for key, column in KEYS.items() for operation in replaced(key, column)),
    ]
