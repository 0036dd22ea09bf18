"""What a landlord or employer confirmed on a day is found by when it was answered, for the list of a reception's day."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0018_finding_rosters")]

    operations = [
        AddIndexConcurrently(
            "review",
            models.Index(
                name="register_review_answered",
                fields=["party", "decided_at"],
                condition=Q(decided_at__isnull=False) & ~Q(party=""),
            ),
        ),
    ]
