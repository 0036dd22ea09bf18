"""Two indexes, built without holding up writers: the applied rosters of an employer, and contracts by their last day."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0017_weekly_rosters")]

    operations = [
        AddIndexConcurrently(
            "batch",
            models.Index(
                name="register_batch_roster",
                fields=["employer_id", "applied_at"],
                condition=models.Q(form="employer-roster", state="applied"),
            ),
        ),
        AddIndexConcurrently(
            "job",
            models.Index(
                name="register_job_contract_end",
                fields=["contract_end"],
                condition=models.Q(superseded_at=None, contract_end__isnull=False),
            ),
        ),
    ]
