"""Requests to merge a record that was merged otherwise meanwhile lapse; those that hang already are closed."""

from django.db import migrations, models
from django.db.models import Q

LAPSED = """UPDATE people_mergerequest r SET decision = 'lapsed', decided_at = now() FROM people_person p
    WHERE r.decision = '' AND p.id IN (r.kept_id, r.other_id) AND p.merged_into_id IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_name_pictures")]

    operations = [
        migrations.RemoveConstraint("MergeRequest", "people_merge_request_decided"),
        migrations.AddConstraint(
            "MergeRequest",
            models.CheckConstraint(
                name="people_merge_request_decided",
                condition=Q(decision="", decided_by=None, decided_at=None, merge=None)
                | Q(
                    decision="refuse",
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    merge=None,
                )
                | Q(decision="lapsed", decided_by=None, decided_at__isnull=False, merge=None)
                | Q(
                    decision="approve",
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    merge__isnull=False,
                ),
            ),
        ),
        migrations.RunSQL(LAPSED, migrations.RunSQL.noop),
    ]
