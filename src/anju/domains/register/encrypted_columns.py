"""The ciphertexts of the register, and what binds each to its row."""

from __future__ import annotations

from anju.domains.register.declarations.queries.reviews import STATEMENT, WORDS
from anju.domains.register.declarations.queries.submitted import PAYLOAD
from anju.domains.register.imports import queries as previews
from anju.domains.register.imports.queries import FILE, FIXES
from anju.domains.register.invitations import queries as invitations
from anju.foundation.crypto.binding import BoundColumn

BOUND = (
    BoundColumn("register_batch", "file_cipher", "id", (FILE,), file=True),
    BoundColumn("register_batch", "fixes_cipher", "id", (FIXES,)),
    BoundColumn("register_declaration", "payload_cipher", "id", (PAYLOAD,)),
    BoundColumn("register_invitation", "phone_cipher", "selector", (invitations.PHONE,)),
    BoundColumn(
        "register_previewpart",
        "lines_cipher",
        "batch_id, listing, number",
        (previews.CONTEXT,),
        file=True,
    ),
    BoundColumn("register_review", "facts", "declaration_id", (WORDS,), path=STATEMENT),
)
"""Values that are bound to their rows."""
