"""Photographs of a hazard are deleted when its time is over; what was found and done stays on record (PIPL 19, 47)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run

PART = 2_000


def forget_photos(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """Empty the photographs of hazards that were closed or withdrawn long enough ago (rule ``housing.photos_kept``);
    how many. That there were some, and when, stays known."""
    kept = register.national("housing.photos_kept", local_date(at))
    before, done = at - timedelta(days=int(kept["amount"])), 0
    while True:
        with transaction.atomic(), acting(actor):
            found = rows(
                """SELECT p.id FROM housing_photo p JOIN housing_hazard_event e ON e.id = p.event_id
                JOIN housing_hazard h ON h.id = e.hazard_id WHERE p.cipher IS NOT NULL AND p.stored_at < %s
                  AND h.closed_at < %s ORDER BY p.id LIMIT %s FOR UPDATE OF p SKIP LOCKED""",
                [before, before, part],
            )
            photos = [f[0] for f in found]
            run("UPDATE housing_photo SET cipher = NULL WHERE id = ANY(%s)", [photos])
            audit.record_writes(
                actor,
                action="housing.photo_forgotten",
                subject_kind="photo",
                subject_ids=photos,
                at=at,
            )
        done += len(photos)
        if len(photos) < part:
            return done
