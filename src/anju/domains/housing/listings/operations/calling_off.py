"""Viewings that cannot take place because the vacancy is not offered any more: both sides see and hear that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.housing.listings.data.threads import (
    ACCEPTED,
    CALLED_OFF,
    CANCELLED,
    OFFERER,
    PROPOSED,
)
from anju.domains.housing.listings.operations.writing import VIEWING_EVENT
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.statements import rows, run
from anju.foundation.events import api as events


def call_off(listing_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Cancel what is agreed or proposed for later about these listings, in so far as nothing is offered in their place
    now, nor waits for the office; how many appointments. One that is offered again needs a new appointment."""
    off = rows(
        """UPDATE housing_viewing v SET state = %(cancelled)s, changed_at = %(at)s
        FROM housing_enquiry e, (SELECT DISTINCT source, ident FROM housing_listing WHERE id = ANY(%(ids)s)) l
        WHERE e.source = l.source AND e.ident = l.ident
          AND NOT EXISTS (SELECT FROM housing_listing o WHERE o.source = l.source AND o.ident = l.ident
            AND o.current AND o.state <> 'closed')
          AND v.enquiry_id = e.id AND v.state = ANY(%(standing)s) AND v.starts_at > %(at)s
        RETURNING v.id, e.id""",
        {
            "cancelled": CANCELLED,
            "at": at,
            "ids": list(listing_ids),
            "standing": [PROPOSED, ACCEPTED],
        },
    )
    threads = sorted({thread for _, thread in off})
    if not threads:
        return 0
    run(
        "UPDATE housing_enquiry SET last_side = %s, last_at = %s WHERE id = ANY(%s)",
        [OFFERER, at, threads],
    )
    for viewing, thread in sorted(off):
        news = {"thread": thread, "viewing": viewing, "state": CALLED_OFF, "side": ""}
        events.emit(VIEWING_EVENT, news, at=at)
    audit.record_write(
        actor,
        action="housing.viewing_cancelled",
        subject_kind="enquiry",
        subject_id=threads[0],
        at=at,
        detail={"viewings": len(off)},
    )
    return len(off)
