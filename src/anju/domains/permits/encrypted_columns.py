"""The ciphertexts of permits, and what binds each to its row."""

from __future__ import annotations

from anju.domains.permits.applications.operations import supporting_documents
from anju.domains.permits.applications.operations.applying import FACE
from anju.domains.permits.applications.queries.applications import PROXY_NUMBER
from anju.domains.permits.production.operations import delivering, layout
from anju.foundation.crypto.binding import BoundColumn

BOUND = (
    BoundColumn(
        "permits_application", "proxy_number_cipher", "proxy_number_index", (PROXY_NUMBER,)
    ),
    BoundColumn("permits_application", "answers", "id", (FACE,), path="face"),
    BoundColumn(
        "permits_blob",
        "cipher",
        "id",
        (layout.PHOTO_CONTEXT, supporting_documents.CONTEXT),
        file=True,
    ),
    BoundColumn("permits_card", "layout_cipher", "id", (layout.CONTEXT,)),
    BoundColumn("permits_delivery", "address_cipher", "id", (delivering.ADDRESS,)),
)
"""Values that are bound to their rows."""
