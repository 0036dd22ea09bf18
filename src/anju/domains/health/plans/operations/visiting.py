"""Recording a contact: what was measured and seen, and a referral in the standard's words where a sign asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from anju.domains.health.plans.data import Anchor, Contact, Form, Kind, NewVisit, Standard, Urgency
from anju.domains.health.plans.models import BookingRow, PlanRow, ReferralRow, VisitRow
from anju.domains.health.plans.operations.holding import (
    child_of,
    keep,
    locked,
    note,
    require_open,
    require_staff,
    see,
)
from anju.domains.health.plans.queries import sealing
from anju.domains.health.plans.queries.plans import anchors, standing, visits_of
from anju.domains.health.plans.queries.sealing import Facts
from anju.domains.health.plans.queries.standards import standard_on
from anju.domains.health.plans.rules.dues import dues
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key


def record_visit(
    plan_id: int, clinic_id: int, new: NewVisit, *, key: str, actor: Actor, at: datetime
) -> int:
    """Record a contact at the desk; the visit. The same `key` again changes nothing.

    `NotFound` ``plan_unknown``; `NotAllowed`; `Refused` ``plan_not_here``, ``plan_left``, ``plan_done``,
    ``visit_contact``, ``visit_future``, ``visit_early`` (`day`), ``visit_after_birth``, ``visit_birth_missing``,
    ``visit_recorded``, ``visit_empty``, ``visit_item`` (`item`, `low`, `high`), ``visit_sign``,
    ``visit_referral_missing`` (a sign asks for a referral and no hospital is named), ``visit_referral_needless``.
    """
    require_key(key)
    note_text = new.note.strip()[:500]
    require_no_identity_number(note_text)
    require_no_identity_number(new.referred_to)
    with transaction.atomic():
        see(plan_id, actor)
        with as_intake_role():
            row, facts = locked(plan_id)
            place = require_staff(row, clinic_id, actor)
            before = VisitRow.objects.filter(plan=row, key=key).values_list("id", flat=True).first()
            if before is not None:
                return int(before)
            require_open(row)
            standard = standard_on(new.day)
            contact = _sound_day(row, facts, new, standard, local_date(at))
            form = standard.forms[contact.form]
            _require_form(new, form)
            visit = _entered(row, place.id, new, note_text, key, actor, at)
            _refer(visit, new, form, standard, actor, at)
            BookingRow.objects.filter(plan=row, ended_at=None, day__lte=new.day).update(
                ended_at=at, kept=True
            )
            keep(row, facts, at)
            note(row, "plan.visit", actor, at, clinic=place.id)
            return int(visit.pk)


def _sound_day(
    row: PlanRow, facts: Facts, new: NewVisit, standard: Standard, today: date
) -> Contact:
    """The contact, if it may be recorded for that day."""
    kind, contact = Kind(row.kind), standard.contact(new.contact)
    if contact is None or contact.kind is not kind:
        raise Refused("visit_contact")
    if new.day > today:
        raise Refused("visit_future")
    if contact.code in {v.contact for v in standing(visits_of([row.pk]).get(row.pk, []))}:
        raise Refused("visit_recorded")
    child = child_of(row)
    known = anchors(kind, facts, child.born if child else None)
    if contact.anchor is not Anchor.LMP and known.birth is None:
        raise Refused("visit_birth_missing")
    if contact.anchor is Anchor.LMP and known.birth is not None and new.day > known.birth:
        raise Refused("visit_after_birth")
    found = {d.contact.code: d for d in dues(standard, kind, known, (), new.day)}
    begins = found[contact.code].begins
    if contact.anchor is Anchor.DISCHARGE:
        begins = known.birth
    if begins is not None and new.day < begins:
        raise Refused("visit_early", day=begins)
    return contact


def _require_form(new: NewVisit, form: Form) -> None:
    items, signs = {i.code: i for i in form.items}, {s.code for s in form.signs}
    if not new.items and not new.signs and not new.note.strip():
        raise Refused("visit_empty")
    for code, value in new.items.items():
        item = items.get(code)
        if item is None or not item.low <= value <= item.high:
            low, high = (f"{item.low:g}", f"{item.high:g}") if item else ("", "")
            raise Refused("visit_item", item=code, low=low, high=high)
    if not set(new.signs) <= signs:
        raise Refused("visit_sign")
    if bool(new.signs) != bool(new.referred_to.strip()):
        raise Refused("visit_referral_missing" if new.signs else "visit_referral_needless")


def _entered(
    row: PlanRow, clinic_id: int, new: NewVisit, text: str, key: str, actor: Actor, at: datetime
) -> VisitRow:
    content: Mapping[str, object] = {
        "contact": new.contact,
        "day": new.day.isoformat(),
        "items": dict(new.items),
        "signs": list(new.signs),
        "note": text,
        "standing": new.standing,
        "reason": "",
    }
    return _written(row, clinic_id, dict(content), None, key, actor, at)


def _written(
    row: PlanRow,
    clinic_id: int,
    content: Facts,
    withdraws: int | None,
    key: str,
    actor: Actor,
    at: datetime,
) -> VisitRow:
    (number,) = next_ids("health_visit", 1)
    return VisitRow.objects.create(
        id=number,
        plan=row,
        clinic_id=clinic_id,
        withdraws_id=withdraws,
        facts_cipher=sealing.sealed(content, sealing.VISIT, number),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )


def _refer(
    visit: VisitRow, new: NewVisit, form: Form, standard: Standard, actor: Actor, at: datetime
) -> None:
    if not new.signs:
        return
    (number,) = next_ids("health_referral", 1)
    at_once = any(s.urgency is Urgency.NOW for s in form.signs if s.code in new.signs)
    content: Facts = {
        "signs": list(new.signs),
        "to": " ".join(new.referred_to.split())[:100],
        "urgency": (Urgency.NOW if at_once else Urgency.SOON).value,
        "day": new.day.isoformat(),
    }
    ReferralRow.objects.create(
        id=number,
        plan_id=visit.plan_id,
        visit=visit,
        facts_cipher=sealing.sealed(content, sealing.REFERRAL, number),
        follow_by=new.day + timedelta(days=standard.follow_up_days),
        by_label=actor.label[:100],
        at=at,
    )


def withdraw_visit(
    visit_id: int, clinic_id: int, reason: str, *, key: str, actor: Actor, at: datetime
) -> None:
    """A contact was recorded by mistake: it counts no more, and can be recorded anew. Its referral is closed with it.
    By the clinic that recorded it. Again, nothing changes. `NotFound` ``plan_visit_unknown``; `NotAllowed`; `Refused`
    ``plan_not_here``, ``visit_of_other``, ``dose_reason_missing``."""
    require_key(key)
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise Refused("dose_reason_missing")
    require_no_identity_number(reason)
    with transaction.atomic():
        known = VisitRow.objects.filter(id=visit_id, withdraws=None).first()
        if known is None:
            raise NotFound("plan_visit_unknown")
        see(known.plan_id, actor)
        with as_intake_role():
            row, facts = locked(known.plan_id)
            place = require_staff(row, clinic_id, actor)
            if known.clinic_id != place.id:
                raise Refused("visit_of_other")
            if VisitRow.objects.filter(withdraws=known).exists():
                return
            _written(row, place.id, {"reason": reason}, known.pk, key, actor, at)
            _close_referral(known, reason, actor, at)
            keep(row, facts, at)
            note(row, "plan.visit_withdrawn", actor, at, visit=known.pk)


def _close_referral(visit: VisitRow, reason: str, actor: Actor, at: datetime) -> None:
    for referral in ReferralRow.objects.filter(visit=visit, answered_at=None):
        _answered(referral, reason, actor, at)


def _answered(referral: ReferralRow, text: str, actor: Actor, at: datetime) -> None:
    """Write what came of a referral. Call it as the intake role."""
    referral.answer_cipher = encrypt(text, sealing.ANSWER, row=row_of(referral.pk))
    referral.answered_at, referral.by_label = at, actor.label[:100]
    referral.save(update_fields=["answer_cipher", "answered_at", "by_label"])


def answer_referral(
    referral_id: int, clinic_id: int, text: str, *, actor: Actor, at: datetime
) -> None:
    """Note what came of a referral; until then it stands on the clinic's list. The same again changes nothing.
    `NotFound` ``referral_unknown``; `NotAllowed`; `Refused` ``plan_not_here``, ``referral_answer``,
    ``referral_answered`` (with other words)."""
    text = " ".join(text.split())[:500]
    if not text:
        raise Refused("referral_answer")
    require_no_identity_number(text)
    with transaction.atomic():
        known = ReferralRow.objects.filter(id=referral_id).first()
        if known is None:
            raise NotFound("referral_unknown")
        see(known.plan_id, actor)
        with as_intake_role():
            row, _facts = locked(known.plan_id)
            require_staff(row, clinic_id, actor)
            known.refresh_from_db()
            if known.answered_at is not None:
                if _answer_of(known) == text:
                    return
                raise Refused("referral_answered")
            _answered(known, text, actor, at)
            note(row, "plan.referral_answered", actor, at, referral=known.pk)


def _answer_of(referral: ReferralRow) -> str:
    cipher = referral.answer_cipher
    return decrypt(cipher, sealing.ANSWER, row=row_of(referral.pk)) if cipher else ""
