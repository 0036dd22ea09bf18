"""When a permit ends, its credentials end with it."""

from __future__ import annotations

from datetime import datetime

from anju.domains.permits.credentials.models import Credential
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role


def withdraw(*, permit_id: int, why: str, actor: Actor, at: datetime) -> int:
    """Withdraw all credentials of a permit for ever; how many. Verifiers learn it from the next published list."""
    with as_intake_role():
        ids = list(
            Credential.objects.filter(permit_id=permit_id, revoked_at=None).values_list(
                "id", flat=True
            )
        )
        Credential.objects.filter(id__in=ids).update(revoked_at=at, revoked_why=why[:40] or "ended")
        audit.record_writes(
            actor,
            action="credential.withdrawn",
            subject_kind="credential",
            subject_ids=ids,
            at=at,
            details=[{"permit": permit_id, "why": why}] * len(ids),
        )
    return len(ids)
