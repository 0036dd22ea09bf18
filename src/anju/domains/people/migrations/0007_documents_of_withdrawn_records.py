"""Whoever is entered under the number of a withdrawn record brings that record back: its documents are found, and none of
them counts as held by somebody (an undo whose person had been merged, and unmerged since, left some so)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0006_search_name")]

    operations = [
        AddIndexConcurrently(
            "document",
            models.Index(
                condition=models.Q(("live", False)),
                fields=["number_index"],
                name="people_document_earlier",
            ),
        ),
        migrations.RunSQL(
            "UPDATE people_document d SET live = false FROM people_person p"
            " WHERE p.id = d.person_id AND p.withdrawn_at IS NOT NULL AND d.live",
            migrations.RunSQL.noop,
        ),
    ]
