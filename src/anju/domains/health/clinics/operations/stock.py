"""Moving stock: what came in, what went out, never below nothing; the sum of the movements is what is on hand."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anju.domains.health.clinics.data import ADDS, BY_HAND, GIVE, Move
from anju.domains.health.clinics.models import LotRow, StockMoveRow
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.immunization.queries import schedule_on
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key

MOST = 100_000
"""Doses of one movement."""


def receive(
    clinic_id: int,
    *,
    vaccine: str,
    number: str,
    expires: date,
    amount: int,
    key: str,
    actor: Actor,
    at: datetime,
    maker: str = "",
    note: str = "",
) -> int:
    """Doses of a lot arrived; the lot's id. The same `key` again changes nothing. `NotAllowed`; `NotFound`
    ``clinic_unknown``; `Refused` ``stock_amount``, ``stock_lot_number``, ``lot_expired``, ``lot_differs`` (the lot is
    on file with another day of expiry), ``dose_vaccine_unknown``."""
    require_key(key)
    place = clinic(clinic_id)
    actor.require(GIVE, region=place.region)
    number = "".join(number.split()).upper()[:40]
    today = local_date(at)
    if not number:
        raise Refused("stock_lot_number")
    if vaccine not in schedule_on(today.toordinal()).vaccines:
        raise Refused("dose_vaccine_unknown")
    if expires < today:
        raise Refused("lot_expired", number=number, day=expires)
    with transaction.atomic(), as_intake_role():
        _lock(clinic_id)
        row, _made = LotRow.objects.select_for_update().get_or_create(
            clinic_id=clinic_id,
            vaccine=vaccine,
            number=number,
            defaults={
                "region": place.region,
                "maker": maker.strip()[:60],
                "expires": expires,
                "recorded_at": at,
            },
        )
        if row.expires != expires:
            raise Refused("lot_differs", number=number, day=row.expires)
        move(row, Move.IN, amount, key=key, actor=actor, at=at, note=note)
    return int(row.pk)


def take_out(
    lot_id: int, how: Move, amount: int, *, key: str, actor: Actor, at: datetime, note: str = ""
) -> None:
    """Enter what came in, was handed on or was wasted. `NotFound` ``lot_unknown``; `NotAllowed`; `Refused`
    ``stock_amount``, ``stock_short``, ``stock_note_missing`` (waste needs a reason)."""
    require_key(key)
    if not LotRow.objects.filter(id=lot_id).exists():
        raise NotFound("lot_unknown")
    if how not in BY_HAND:
        raise Refused("stock_amount", most=MOST)
    if how is Move.WASTED and not note.strip():
        raise Refused("stock_note_missing")
    with transaction.atomic(), as_intake_role():
        row = LotRow.objects.select_for_update().get(id=lot_id)
        actor.require(GIVE, region=row.region)
        move(row, how, amount, key=key, actor=actor, at=at, note=note)


def move(
    row: LotRow, how: Move, amount: int, *, key: str, actor: Actor, at: datetime, note: str = ""
) -> None:
    """Write one movement of a locked lot. Raises `Refused` ``stock_amount``, ``stock_short``,
    ``identity_number_in_text``."""
    if StockMoveRow.objects.filter(lot=row, key=key).exists():
        return
    if not 1 <= amount <= MOST:
        raise Refused("stock_amount", most=MOST)
    require_no_identity_number(note)
    after = row.on_hand + (amount if how in ADDS else -amount)
    if after < 0:
        raise Refused("stock_short", number=row.number, count=row.on_hand)
    StockMoveRow.objects.create(
        lot=row,
        move=how.value,
        amount=amount,
        note=note.strip()[:200],
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    row.on_hand = after
    row.save(update_fields=["on_hand"])
    audit.record_write(
        actor,
        action="health.stock",
        subject_kind="vaccine_lot",
        subject_id=row.pk,
        at=at,
        detail={"move": how.value, "amount": amount, "on_hand": after},
    )


def _lock(clinic_id: int) -> None:
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"clinic:{clinic_id}"])
