"""The manifest beside a file: what a department says of it."""

from __future__ import annotations

import json
import re
from typing import Any

from anju.domains.exchange.deliveries.data.deliveries import Manifest
from anju.foundation.days import day_in
from anju.foundation.errors import Refused

MOST_BYTES = 10_000
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_manifest(data: bytes) -> Manifest:
    """`{"sha256": …, "rows": …, "as_of": "2026-11-30", "complete": true}`. `Refused` ``delivery_manifest``."""
    try:
        if len(data) > MOST_BYTES:
            raise ValueError("size")
        stored: Any = json.loads(data)
        digest, rows = str(stored["sha256"]).lower(), stored["rows"]
        day, complete = stored.get("as_of"), stored.get("complete", True)
        as_of = day_in(day) if isinstance(day, str) else None
        sound = (
            _DIGEST.fullmatch(digest)
            and isinstance(rows, int)
            and not isinstance(rows, bool)
            and 0 <= rows < 10**9
            and isinstance(complete, bool)
            and (day is None or as_of is not None)
        )
        if not sound:
            raise ValueError("manifest")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("delivery_manifest") from error
    return Manifest(digest, rows, as_of, complete)


def written(manifest: Manifest) -> bytes:
    """The manifest as a file."""
    stored = {
        "sha256": manifest.sha256,
        "rows": manifest.rows,
        "as_of": manifest.as_of.isoformat() if manifest.as_of else None,
        "complete": manifest.complete,
    }
    return json.dumps(stored).encode()
