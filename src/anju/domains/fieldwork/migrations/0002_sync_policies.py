"""Row-level security of what devices send and were given.

An operation is seen where it is to be decided and by whoever sent it; photographs follow their operations. What a
device was given is seen by its holder alone.
"""

from django.db import migrations

from anju.foundation.db.policy import SCOPE, protect, scoped

SENDER = "('user:' || user_id)"
OWN = scoped(SENDER)
BROUGHT = "EXISTS (SELECT FROM fieldwork_operation_photo l WHERE l.photo_id = fieldwork_photo.id)"


def by(table: str, column: str, target: str) -> str:
    """Whoever sees the row it belongs to."""
    return f"EXISTS (SELECT FROM {target} t WHERE t.id = {table}.{column})"


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0001_initial"), ("people", "0002_policies")]

    operations = [
        protect("fieldwork_operation", see=scoped("region::text", SENDER)),
        protect("fieldwork_photo", see=f"({OWN} OR {BROUGHT})", write=OWN),
        protect(
            "fieldwork_photo_piece", see=by("fieldwork_photo_piece", "photo_id", "fieldwork_photo")
        ),
        protect(
            "fieldwork_operation_photo",
            see=by("fieldwork_operation_photo", "operation_id", "fieldwork_operation"),
        ),
        protect(
            "fieldwork_bundle",
            see=(
                "EXISTS (SELECT FROM fieldwork_device d WHERE d.id = fieldwork_bundle.device_id "
                f"AND {SCOPE} @> ('user:' || d.user_id))"
            ),
        ),
    ]
