"""How the stamps of the message log stand, and what goes with an exported log."""

from __future__ import annotations

import base64
from typing import Any

from anju.domains.exchange.stamps.data.stamps import StampView, Standing
from anju.domains.exchange.stamps.models import Stamp, StampKey
from anju.foundation.db.statements import rows

_STANDING = """
SELECT count(*) FILTER (WHERE token IS NULL), min(noted_at) FILTER (WHERE token IS NULL),
    (array_agg(failure ORDER BY number) FILTER (WHERE token IS NULL))[1],
    max(number) FILTER (WHERE token IS NOT NULL),
    (array_agg(at ORDER BY number DESC) FILTER (WHERE token IS NOT NULL))[1],
    (array_agg(level ORDER BY number DESC) FILTER (WHERE token IS NOT NULL))[1]
FROM exchange_stamp
"""


def stamps_standing() -> Standing:
    """How many heads wait, and up to where the log is stamped. One query."""
    ((waiting, oldest, failure, number, at, level),) = rows(_STANDING)
    return Standing(waiting, oldest, failure or "", number or 0, at, level or "")


def stamps(limit: int = 100) -> list[StampView]:
    """The newest heads with their stamps. One query."""
    found = Stamp.objects.order_by("-number")[:limit]
    return [
        StampView(s.number, s.head, s.noted_at, s.at, s.level, s.authority, s.failure)
        for s in found
    ]


def exported() -> dict[str, Any]:
    """All stamps with the certificates of this installation's own, as they go with an exported log."""
    return {
        "stamps": [
            {
                "number": s.number,
                "level": s.level,
                "token": base64.b64encode(bytes(s.token or b"")).decode(),
            }
            for s in Stamp.objects.exclude(token=None).order_by("number").iterator()
        ],
        "own_certificates": [
            base64.b64encode(bytes(k.certificate)).decode() for k in StampKey.objects.order_by("id")
        ],
    }
