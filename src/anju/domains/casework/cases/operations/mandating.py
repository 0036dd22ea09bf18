"""Letting somebody act: the person makes a code, the helper enters it, either side ends it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.casework.cases.data import MANDATE_DAYS, Mandate
from anju.domains.casework.cases.models import MandateRow
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
CODE_DAYS = 3
"""Days for which a code that nobody entered is good."""


def grant_mandate(matter: str, *, days: int, actor: Actor, at: datetime) -> tuple[int, str]:
    """Let somebody act for oneself in a matter ("" for all), for so many days: (mandate, code to hand on).

    By the person alone, from their own account. `NotAllowed`; `Refused` ``mandate_days``.
    """
    if actor.person_id is None or actor.kind != "public":
        raise NotAllowed("case_not_yours")
    if not 1 <= days <= MANDATE_DAYS:
        raise Refused("mandate_days", most=MANDATE_DAYS)
    code = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
    with transaction.atomic(), as_intake_role():
        row = MandateRow.objects.create(
            person_id=actor.person_id,
            matter=matter,
            digest=_digest(code),
            until=local_date(at) + timedelta(days=days),
            granted_at=at,
        )
        _record(row, "casework.mandate", actor, at)
    return int(row.pk), code


def accept_mandate(code: str, *, actor: Actor, at: datetime) -> Mandate:
    """Take on a mandate by its code. `Refused` ``mandate_code``, ``mandate_own``, ``too_many_tries``."""
    if actor.user_id is None or actor.kind != "public":
        raise NotAllowed("case_not_yours")
    access.count_try("mandate.code", str(actor.user_id), at=at)
    with transaction.atomic(), as_intake_role():
        typed = "".join(code.upper().split())
        row = MandateRow.objects.select_for_update().filter(digest=_digest(typed)).first()
        if row is None or row.withdrawn_at or at > row.granted_at + timedelta(days=CODE_DAYS):
            raise Refused("mandate_code")
        if row.person_id == actor.person_id:
            raise Refused("mandate_own")
        if row.helper_user not in (None, actor.user_id):
            raise Refused("mandate_code")
        if row.helper_user is None:
            row.helper_user, row.helper_label, row.accepted_at = (
                actor.user_id,
                actor.label[:100],
                at,
            )
            row.save()
            _record(row, "casework.mandate_accepted", actor, at)
    return _mandate(row)


def end_mandate(mandate_id: int, *, actor: Actor, at: datetime) -> None:
    """End it, by the person or the helper; at once. `NotFound` ``mandate_unknown``."""
    with transaction.atomic(), as_intake_role():
        row = MandateRow.objects.select_for_update().filter(id=mandate_id).first()
        own = row is not None and (
            (actor.person_id is not None and row.person_id == actor.person_id)
            or (actor.user_id is not None and row.helper_user == actor.user_id)
        )
        if row is None or not own:
            raise NotFound("mandate_unknown")
        if row.withdrawn_at is None:
            row.withdrawn_at = at
            row.save(update_fields=["withdrawn_at"])
            _record(row, "casework.mandate_ended", actor, at)


def mandates(actor: Actor) -> tuple[list[Mandate], list[Mandate]]:
    """(those the person gave, those the account holds), the latest first. Two queries."""
    live = MandateRow.objects.filter(withdrawn_at=None).order_by("-id")
    given = live.filter(person_id=actor.person_id or 0)[:50]
    held = live.filter(helper_user=actor.user_id or 0)[:50]
    return [_mandate(r) for r in given], [_mandate(r) for r in held]


def _digest(code: str) -> bytes:
    return hashlib.sha256(f"casework.mandate:{code}".encode()).digest()


def _mandate(row: MandateRow) -> Mandate:
    return Mandate(
        row.pk,
        row.person_id,
        row.matter,
        row.helper_user,
        row.helper_label,
        row.until,
        row.granted_at,
        row.accepted_at,
        row.withdrawn_at,
    )


def _record(row: MandateRow, action: str, actor: Actor, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="mandate",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"matter": row.matter, "until": row.until.isoformat()},
    )
