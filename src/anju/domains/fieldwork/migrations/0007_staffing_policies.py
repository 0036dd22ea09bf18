"""Row-level security of rosters: seen where the station lies and by whoever they name. Stations are public facts."""

from django.db import migrations

from anju.foundation.db.policy import protect, scoped

OWN = "('user:' || user_id)"
HERE = scoped("region::text")
STANDS_IN = scoped("('user:' || a.substitute_user)")
"""Who stands in for somebody sees whose grids they are."""


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0006_staffing")]

    operations = [
        protect(
            "fieldwork_posting",
            see=(
                f"({scoped('region::text', OWN)} OR EXISTS (SELECT FROM fieldwork_absence a"
                f" WHERE a.posting_id = fieldwork_posting.id AND a.withdrawn_at IS NULL AND {STANDS_IN}))"
            ),
            write=HERE,
        ),
        protect("fieldwork_shift", see=scoped("region::text", OWN), write=HERE),
        protect(
            "fieldwork_absence",
            see=scoped("region::text", OWN, "('user:' || substitute_user)"),
            write=HERE,
        ),
    ]
