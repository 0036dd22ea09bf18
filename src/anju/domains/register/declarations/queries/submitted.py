"""The data of declarations as they were submitted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from anju.foundation.crypto import decrypt_many, row_of

PAYLOAD = "declaration.payload"


def submitted(declarations: Sequence[tuple[int, bytes | memoryview]]) -> list[dict[str, Any]]:
    """The submitted data of declarations, given their ids and ciphertexts. `ValueError` for one that
    was altered or belongs to another declaration."""
    texts = decrypt_many(
        [c for _, c in declarations], PAYLOAD, rows=[row_of(i) for i, _ in declarations]
    )
    return [json.loads(t) for t in texts]
