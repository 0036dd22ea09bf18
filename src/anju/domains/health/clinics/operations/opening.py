"""Opening a clinic and changing what is published about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from anju.domains.health.clinics.data import FIGURES, Clinic
from anju.domains.health.clinics.models import ClinicRow
from anju.domains.health.clinics.queries import clinic
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused


def set_clinic(
    code: str,
    *,
    name: str,
    region: str,
    actor: Actor,
    at: datetime,
    address: str = "",
    phone: str = "",
    weekdays: Sequence[int] = (1, 2, 3, 4, 5),
    ended_on: date | None = None,
) -> Clinic:
    """Enter a clinic, or what is published about it anew; by who answers for vaccination there. The same again changes
    nothing. `NotAllowed`; `Refused` ``clinic_incomplete``."""
    actor.require(FIGURES, region=region)
    name, code = name.strip(), code.strip()
    days = sorted(set(weekdays))
    if not name or not code or len(region) < 9 or not days or not set(days) <= set(range(1, 8)):
        raise Refused("clinic_incomplete")
    facts = {
        "name": name[:100],
        "region": region,
        "address": address.strip()[:200],
        "phone": phone.strip()[:20],
        "weekdays": days,
        "ended_on": ended_on,
    }
    with transaction.atomic(), as_intake_role():
        row, made = ClinicRow.objects.select_for_update().get_or_create(
            code=code[:20], defaults={**facts, "recorded_at": at}
        )
        actor.require(FIGURES, region=row.region)
        changed = [k for k, v in facts.items() if getattr(row, k) != v]
        if made or changed:
            for field in changed:
                setattr(row, field, facts[field])
            row.save()
            audit.record_write(
                actor,
                action="health.clinic",
                subject_kind="clinic",
                subject_id=row.pk,
                at=at,
                detail={"code": row.code, "changed": changed},
            )
    return clinic(row.pk)
