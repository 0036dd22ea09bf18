"""What came of a clinic's contact with a family during a survey. Nothing follows from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.domains.health.children.operations import care
from anju.domains.health.doses.data import OUTCOMES
from anju.domains.health.doses.models import ContactRow
from anju.domains.health.doses.rules.quarters import quarter_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused
from anju.foundation.request_keys import require_key


def note_contact(
    child_id: int, clinic_id: int, outcome: str, *, key: str, actor: Actor, at: datetime
) -> None:
    """Note what came of a contact in the present quarter; the latest one counts. The same `key` again changes nothing.
    `NotFound` ``child_unknown``; `NotAllowed`; `Refused` ``contact_outcome``."""
    require_key(key)
    if outcome not in OUTCOMES:
        raise Refused("contact_outcome")
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            care.clinic_for(child_id, clinic_id, actor)
            _made, new = ContactRow.objects.get_or_create(
                child=row,
                key=key,
                defaults={
                    "quarter": quarter_of(local_date(at)),
                    "outcome": outcome,
                    "by_user": actor.user_id,
                    "by_label": actor.label[:100],
                    "at": at,
                },
            )
            if new:
                audit.record_write(
                    actor,
                    action="health.contact",
                    subject_kind="child",
                    subject_id=row.pk,
                    at=at,
                    person_id=row.person_id,
                )
