"""The ciphertexts of fieldwork, and what binds each to its row."""

from __future__ import annotations

from anju.domains.fieldwork.sync.operations import bundles, photos
from anju.domains.fieldwork.sync.queries.kept import PAYLOAD
from anju.domains.fieldwork.tasks.queries.visits import NOTE
from anju.foundation.crypto.binding import BoundColumn

BOUND = (
    BoundColumn("fieldwork_operation", "payload_cipher", "user_id, key, digest", (PAYLOAD,)),
    BoundColumn("fieldwork_visit", "note_cipher", "user_id, key", (NOTE,)),
    BoundColumn("fieldwork_photo", "cipher", "id", (photos.STORED,), file=True),
    BoundColumn("fieldwork_bundle", "cipher", "code", (bundles.CONTEXT,), file=True),
)
"""Values that are bound to their rows."""
