"""Three indexes for reading a register of ten million, built without holding up writers.

Versions of stays that no longer hold, by region: what "as recorded at" counts besides the present ones. They are few and
written only when a stay changes, so a check-in of a newcomer does not touch this index.

The jobs of an employer, newest first: the first page of a plant's 31,000 workers is then read, not sorted out. It takes
the place of the index by employer alone.

Jobs by region: how many work in an area was counted by reading every job there is.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Func


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0005_fresh_statistics")]

    operations = [
        AddIndexConcurrently(
            "stay",
            models.Index(
                name="register_stay_region_before",
                fields=["region"],
                condition=models.Q(superseded_at__isnull=False),
            ),
        ),
        AddIndexConcurrently(
            "job",
            models.Index(
                "employer_id",
                Func("period", function="lower").desc(),
                F("person_id").desc(),
                name="register_job_newest",
                condition=models.Q(superseded_at=None),
            ),
        ),
        AddIndexConcurrently(
            "job",
            models.Index(
                name="register_job_region",
                fields=["region"],
                condition=models.Q(superseded_at=None),
            ),
        ),
        RemoveIndexConcurrently("job", "register_job_employer"),
    ]
