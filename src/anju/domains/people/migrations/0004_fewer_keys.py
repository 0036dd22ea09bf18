"""Fewer indexes to keep for every newcomer.

Measured on the door: nine tenths of the time of taking a person in is the upkeep of indexes. The last four and five
characters of a document are found by its last six (`rules.keys.tails`), so they need neither columns nor indexes. Where
people belong and how they are found is derived and replaced as a whole within one statement: a reference that is
checked row by row at commit guards nothing there, and the unique key already leads with the person.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models


def derived(related: str) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related,
        to="people.person",
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0003_statistics")]

    operations = [
        RemoveIndexConcurrently("finding", "people_finding_doc4"),
        RemoveIndexConcurrently("finding", "people_finding_doc5"),
        migrations.AlterField("finding", "person", derived("findings")),
        migrations.AlterField("scope", "person", derived("scopes")),
        migrations.RemoveField("finding", "doc_tail4"),
        migrations.RemoveField("finding", "doc_tail5"),
        migrations.RemoveField("document", "tail4"),
        migrations.RemoveField("document", "tail5"),
    ]
