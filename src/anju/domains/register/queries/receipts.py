"""What became of one form: the facts of a result page and of a printed receipt."""

from __future__ import annotations

import json

from anju.domains.register.data.receipts import Line, Slip
from anju.domains.register.queries.reviews import PAYLOAD
from anju.foundation.crypto import decrypt_many
from anju.foundation.db.statements import rows


def slip(batch_id: int) -> Slip | None:
    """One batch with its declarations, as far as the transaction may see it. Two queries."""
    head = rows("SELECT id, state, channel, label, by_label, created_at, undone_at, source FROM register_batch "
                "WHERE id = %s AND form = ''", [batch_id])
    if not head:
        return None
    found = rows("""SELECT d.id, d.kind, d.status, d.reason, d.person_id, d.home_id, d.region, d.effective, d.due_at,
            r.id, r.kind, r.staff_from, r.due_at, r.decided_at, d.payload_cipher
        FROM register_declaration d LEFT JOIN LATERAL (SELECT * FROM register_review r WHERE r.declaration_id = d.id
             ORDER BY r.id DESC LIMIT 1) r ON true
        WHERE d.batch_id = %s ORDER BY d.id LIMIT 200""", [batch_id])
    said = decrypt_many([f[-1] for f in found], PAYLOAD)
    lines = tuple(Line(*f[:-1], json.loads(t)) for f, t in zip(found, said, strict=True))
    return Slip(*head[0], lines)
