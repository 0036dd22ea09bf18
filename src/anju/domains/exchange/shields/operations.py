"""Persons about whom nothing is answered: entered and ended by the office, which alone answers for one case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from anju.domains.exchange.shields.data import ASKED, BASES, SHIELD_REASONS
from anju.domains.exchange.shields.models import Shield, ShieldEnquiry
from anju.domains.exchange.shields.queries import DISCLOSED, ShieldEnquiryView, enquiry_view
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import inside
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent
from anju.foundation.request_keys import require_key

SHIELD = "person.trail"
"""The permission of the offices that answer for a record."""


def shield(person_id: int, *, region: str, reason: str, actor: Actor, at: datetime) -> None:
    """From now on every question about this person is answered no, whoever asks. Nothing changes where it is so
    already. `NotFound` ``person_unknown``, `Refused` ``shield_reason``."""
    person = _standing(person_id, actor)
    if reason not in SHIELD_REASONS:
        raise Refused("shield_reason")
    made, new = Shield.objects.get_or_create(
        person_id=person,
        until=None,
        defaults={"region": region, "reason": reason, "since": at},
    )
    if new:
        _record(actor, "exchange.shielded", person, made.pk, at)


def end_shield(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Questions about this person are answered again. `NotFound` ``person_unknown``."""
    person = _standing(person_id, actor)
    ended = Shield.objects.filter(person_id=person, until=None).update(until=at)
    if ended:
        _record(actor, "exchange.shield_ended", person, person, at)


def shield_reason_of(person_id: int) -> str:
    """Why this person is shielded now; "" where they are not. One query."""
    found = Shield.objects.filter(person_id=people.canonical(person_id), until=None)
    return found.values_list("reason", flat=True).first() or ""


def _standing(person_id: int, actor: Actor) -> int:
    actor.require(SHIELD)
    person = people.canonical(person_id)
    if person not in people.visible_to(actor, [person], SHIELD):
        raise NotFound("person_unknown")
    return person


def _record(actor: Actor, action: str, person: int, subject: object, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="person",
        subject_id=subject,
        person_id=person,
        at=at,
    )


def enter_enquiry(
    person_id: int,
    *,
    asker: str,
    basis: str,
    reference: str,
    asked: Sequence[str],
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Enter what a court or the police ask on paper about somebody shielded; its number. The same `key` again changes
    nothing. Nothing is answered yet.

    `NotFound` ``person_unknown``; `Refused` ``shield_none`` for somebody who is not shielded,
    ``shield_enquiry_incomplete``, ``identity_number_in_text``."""
    require_key(key)
    person = _standing(person_id, actor)
    office, number = visible(asker).strip()[:100], visible(reference).strip()[:80]
    require_no_identity_number(office, number)
    wanted = [a for a in ASKED if a in asked]
    if not shield_reason_of(person):
        raise Refused("shield_none")
    if not office or not number or not wanted or basis not in BASES:
        raise Refused("shield_enquiry_incomplete")
    row, new = ShieldEnquiry.objects.get_or_create(
        key=f"{person}:{key}"[:80],
        defaults={
            "person_id": person,
            "region": actor.regions(SHIELD)[0],
            "asker": office,
            "basis": basis,
            "reference": number,
            "asked": wanted,
            "asked_by": actor.user_id,
            "asked_label": actor.label[:100],
            "asked_at": at,
        },
    )
    if new:
        _record(actor, "exchange.shield_asked", person, row.pk, at)
    return int(row.pk)


def answer_enquiry(enquiry_id: int, *, actor: Actor, at: datetime) -> None:
    """Disclose what was asked for, from the register, to be handed over on paper; it stands in the person's access log.

    `NotFound` ``shield_enquiry_unknown``, `Conflict` ``shield_enquiry_done``; `NotAllowed` ``approver_same_person``,
    ``approver_made`` for whoever entered it."""
    row = _open(enquiry_id, actor)
    content = _disclosed(row, at)
    row.content_cipher = encrypt(
        json.dumps(content, ensure_ascii=False), DISCLOSED, row=row_of(row.key)
    )
    _end(row, "answered", actor, at)
    audit.record_read(
        actor,
        person_ids=[row.person_id],
        fields=["name", "stay", *(["phone"] if "phone" in row.asked else [])],
        action="exchange.shield_disclosed",
        at=at,
        reveal=True,
    )


def decline_enquiry(enquiry_id: int, note: str, *, actor: Actor, at: datetime) -> None:
    """Disclose nothing, saying why. `Refused` ``shield_note``, ``identity_number_in_text``; otherwise as
    `answer_enquiry`."""
    require_no_identity_number(note)
    row = _open(enquiry_id, actor)
    row.note = visible(note).strip()[:300]
    if not row.note:
        raise Refused("shield_note")
    _end(row, "declined", actor, at)


def shield_enquiries(*, actor: Actor, at: datetime, limit: int = 100) -> list[ShieldEnquiryView]:
    """Questions in the actor's care, those that wait first; without what was disclosed. Recorded as a reading."""
    actor.require(SHIELD)
    rows = ShieldEnquiry.objects.filter(inside(actor.regions(SHIELD)))
    found = [
        enquiry_view(r) for r in rows.defer("content_cipher").order_by("-state", "-id")[:limit]
    ]
    _note_read(actor, found, at)
    return found


def shield_enquiry(enquiry_id: int, *, actor: Actor, at: datetime) -> ShieldEnquiryView:
    """One with what was disclosed, recorded as a reading. `NotFound` ``shield_enquiry_unknown``."""
    found = enquiry_view(_row(enquiry_id, actor))
    _note_read(actor, [found], at)
    return found


def _note_read(actor: Actor, found: Sequence[ShieldEnquiryView], at: datetime) -> None:
    audit.record_read(
        actor,
        person_ids=sorted({e.person_id for e in found}),
        fields=["name", "shield"],
        action="exchange.shield_enquiry",
        at=at,
    )


def _disclosed(row: ShieldEnquiry, at: datetime) -> dict[str, str]:
    """What was asked for, as the register has it; "" for what it has not."""
    person = people.canonical(row.person_id)
    stays = [s for s in register.stays_of([person], as_of=local_date(at)) if s.habitual]
    last = stays[-1] if stays else None
    homes = places.homes([last.home_id]) if last and last.home_id else {}
    address = homes[last.home_id].text if last and last.home_id in homes else ""
    known = {
        "address": address,
        "since": last.since.isoformat() if last else "",
        "phone": people.phones([person]).get(person, "") if "phone" in row.asked else "",
    }
    return {a: known[a] for a in row.asked}


def _row(enquiry_id: int, actor: Actor, *, lock: bool = False) -> ShieldEnquiry:
    actor.require(SHIELD)
    rows = ShieldEnquiry.objects.select_for_update() if lock else ShieldEnquiry.objects
    row: ShieldEnquiry | None = rows.filter(inside(actor.regions(SHIELD)), pk=enquiry_id).first()
    if row is None:
        raise NotFound("shield_enquiry_unknown")
    return row


def _open(enquiry_id: int, actor: Actor) -> ShieldEnquiry:
    row = _row(enquiry_id, actor, lock=True)
    if row.state != "waiting":
        raise Conflict("shield_enquiry_done")
    require_independent(row.asked_by, actor)
    return row


def _end(row: ShieldEnquiry, state: str, actor: Actor, at: datetime) -> None:
    row.state, row.answered_label, row.answered_at = state, actor.label[:100], at
    row.save()
    _record(actor, "exchange.shield_enquiry_decided", row.person_id, row.pk, at)
