"""Reads of mediation: one's own, those that wait for a mediator, one with its steps. Nobody else sees any of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from anju.domains.casework.api import cases
from anju.domains.groups.mediation.data import (
    CONFIRMATION,
    MEDIATION_MATTER,
    Mediation,
    MediationEvent,
    MediationSide,
    MediationState,
    MediationStep,
)
from anju.domains.groups.mediation.models import MediationRow, MediationStepRow
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.calendar.statutory import term_status
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, decrypt_many, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.errors import NotFound

SUBJECT, APPLICANT, OTHER, AGREEMENT, TEXT = (
    "groups.mediation_subject",
    "groups.mediation_applicant",
    "groups.mediation_other",
    "groups.mediation_agreement",
    "groups.mediation_text",
)
BOUND = (
    BoundColumn("groups_mediation", "subject_cipher", "id", (SUBJECT,)),
    BoundColumn("groups_mediation", "applicant_cipher", "id", (APPLICANT,)),
    BoundColumn("groups_mediation", "other_cipher", "id", (OTHER,)),
    BoundColumn("groups_mediation", "agreement_cipher", "id", (AGREEMENT,)),
    BoundColumn("groups_mediation_step", "text_cipher", "id", (TEXT,)),
)


def side_of(row: MediationRow, actor: Actor) -> MediationSide | None:
    """In what capacity the actor belongs to a mediation."""
    sides = {
        row.applicant_user: MediationSide.APPLICANT,
        row.other_user: MediationSide.OTHER,
        row.mediator_user: MediationSide.MEDIATOR,
    }
    return None if actor.user_id is None else sides.get(actor.user_id)


def confirm_until(region: str, agreed: datetime) -> date | None:
    """The last day on which both sides may ask the court to confirm an agreement, by the law of the place on the
    statutory clock; None where it names none."""
    wanted = cases.matter(MEDIATION_MATTER, region, local_date(agreed))
    rule = next((r for r in wanted.limits if r.code == CONFIRMATION), None)
    if rule is None:
        return None
    calendar = calendar_of(register.published_days())
    due = term_status(rule.term, agreed, now=agreed, calendar=calendar).due
    return None if due is None else local_date(due)


def values_of(rows: Sequence[MediationRow], actor: Actor) -> list[Mediation]:
    """Rows as values, without their steps."""
    ids = [row_of(r.pk) for r in rows]
    subjects = decrypt_many([r.subject_cipher for r in rows], SUBJECT, rows=ids)
    applicants = decrypt_many([r.applicant_cipher for r in rows], APPLICANT, rows=ids)
    others = decrypt_many([r.other_cipher for r in rows], OTHER, rows=ids)
    return [
        Mediation(
            r.pk,
            r.group_id,
            MediationState(r.state),
            side := side_of(r, actor),
            subject,
            applicant,
            other,
            r.mediator_name,
            decrypt(r.agreement_cipher, AGREEMENT, row=row_of(r.pk)) if r.agreement_cipher else "",
            frozenset(map(MediationSide, r.signed)),
            r.asked_at,
            r.agreed_at,
            r.confirm_until,
            r.confirmed_at,
            {MediationSide.APPLICANT: r.applicant_case, MediationSide.OTHER: r.other_case}.get(
                side or MediationSide.MEDIATOR
            ),
        )
        for r, subject, applicant, other in zip(rows, subjects, applicants, others, strict=True)
    ]


def own_mediations(actor: Actor, group_id: int | None = None) -> list[Mediation]:
    """Those the actor is a side of, and those of their group that wait for a mediator, the latest first. One query."""
    if actor.user_id is None:
        return []
    rows = MediationRow.objects.filter(
        Q(applicant_user=actor.user_id)
        | Q(other_user=actor.user_id)
        | Q(mediator_user=actor.user_id)
        | Q(mediator_user=None, state=MediationState.WAITING.value)
    )
    if group_id is not None:
        rows = rows.filter(group_id=group_id)
    return values_of(list(rows.order_by("-id")[:100]), actor)


def mediation(mediation_id: int, actor: Actor) -> Mediation:
    """One mediation with its steps, as far as the transaction sees it. `NotFound` ``mediation_unknown``."""
    row = MediationRow.objects.filter(id=mediation_id).first()
    if row is None:
        raise NotFound("mediation_unknown")
    (value,) = values_of([row], actor)
    steps = list(MediationStepRow.objects.filter(mediation=row).order_by("id"))
    written = [s for s in steps if s.text_cipher]
    texts = dict(
        zip(
            [s.pk for s in written],
            decrypt_many(
                [s.text_cipher or b"" for s in written], TEXT, rows=[row_of(s.pk) for s in written]
            ),
            strict=True,
        )
    )
    events = tuple(
        MediationEvent(
            s.pk, MediationStep(s.step), MediationSide(s.side), texts.get(s.pk, ""), s.at
        )
        for s in steps
    )
    return Mediation(
        **{f: getattr(value, f) for f in Mediation.__dataclass_fields__ if f != "events"},
        events=events,
    )
