"""Mediating: one side asks, the other consents, a mediator takes it up, both sign, and what comes of it. A request that
was answered changes nothing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.casework.api import cases
from anju.domains.groups.mediation.data import (
    BREACH_MATTER,
    MOST_AGREEMENT,
    MOST_NAME,
    MOST_SUBJECT,
    MOST_TEXT,
    MediationSide,
    MediationState,
    MediationStep,
)
from anju.domains.groups.mediation.models import MediationRow, MediationStepRow
from anju.domains.groups.mediation.queries import (
    AGREEMENT,
    APPLICANT,
    OTHER,
    SUBJECT,
    TEXT,
    confirm_until,
    side_of,
    values_of,
)
from anju.domains.groups.mediation.rules import after
from anju.domains.groups.membership.data import GroupState, Role
from anju.domains.groups.membership.operations import locked as locked_group
from anju.domains.groups.membership.operations import require_user
from anju.domains.groups.membership.queries import holds, kind, seats
from anju.domains.groups.membership.rules import sound
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.request_keys import require_key

MEDIATION_EVENT = "groups.mediation"
"""The event that a mediation took a step (`mediation`, `step`, `side`)."""
NEWS_TEXT = (
    "【安居】您的调解（编号 {number}）有新进展，请到“组织和活动”查看。调解免费、保密，随时可以退出。",
    "[Anju] Something new in mediation {number}: see “Groups”. It is free and confidential; you may withdraw any time.",
)
_ALPHABET, _LENGTH = "ACDEFGHJKLMNPQRTUVWXY3479", 10


def ask_mediation(
    group_id: int,
    subject: str,
    text: str,
    *,
    own_name: str,
    other_name: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> tuple[int, str]:
    """Ask a group to mediate in a dispute: the mediation's id, and the code by which the other side consents. The code
    is shown this once; the same request again answers with "".

    `NotFound` ``group_unknown``; `Conflict` ``group_closed``; `Refused` ``mediation_not_here`` where the group does not
    mediate, ``mediation_subject``, ``mediation_names``, ``group_long``.
    """
    require_key(key)
    user = require_user(actor)
    stated, words = sound(subject, MOST_SUBJECT), sound(text, MOST_TEXT, lines=True)
    names = sound(own_name, MOST_NAME), sound(other_name, MOST_NAME)
    if not stated or not words:
        raise Refused("mediation_subject")
    if not all(names):
        raise Refused("mediation_names")
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    with transaction.atomic(), as_intake_role():
        group = locked_group(group_id)
        if group.state != GroupState.OPEN.value:
            raise Conflict("group_closed")
        if not kind(group.kind, group.region, local_date(at)).mediates:
            raise Refused("mediation_not_here")
        before = MediationRow.objects.filter(applicant_user=user, key=key).first()
        if before is not None:
            return int(before.pk), ""
        (number,) = next_ids("groups_mediation", 1)
        row = MediationRow.objects.create(
            id=number,
            group=group,
            state=MediationState.ASKED.value,
            applicant_user=user,
            subject_cipher=encrypt(stated, SUBJECT, row=row_of(number)),
            applicant_cipher=encrypt(names[0], APPLICANT, row=row_of(number)),
            other_cipher=encrypt(names[1], OTHER, row=row_of(number)),
            digest=_digest(code),
            key=key,
            asked_at=at,
        )
        _write(row, MediationStep.ASKED, MediationSide.APPLICANT, words, key, actor, at)
    return int(number), code


def consent(code: str, *, key: str, actor: Actor, at: datetime) -> int:
    """Consent as the other side, by the code one was given; the mediation's id. `NotFound` ``mediation_code``;
    `Conflict` ``mediation_own``, ``mediation_state``."""
    user = require_user(actor)
    typed = "".join(code.upper().split())
    with transaction.atomic(), as_intake_role():
        row = MediationRow.objects.select_for_update().filter(digest=_digest(typed)).first()
        if row is None or row.other_user not in (None, user):
            raise NotFound("mediation_code")
        if row.applicant_user == user:
            raise Conflict("mediation_own")
        if row.other_user == user:
            return int(row.pk)
        row.other_user = user
        _take(row, MediationStep.CONSENTED, MediationSide.OTHER, "", key, actor, at)
    return int(row.pk)


def take_up(mediation_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Take a mediation up, as a mediator of the group in office who is no side of it. `NotFound` ``mediation_unknown``;
    `NotAllowed` ``mediation_mediators_only``; `Conflict` ``mediation_state``."""
    user = require_user(actor)
    with transaction.atomic(), as_intake_role():
        row = _locked(mediation_id)
        if row.mediator_user == user:
            return
        if user in (row.applicant_user, row.other_user) or not holds(
            row.group_id, actor, local_date(at), [Role.MEDIATOR]
        ):
            raise NotAllowed("mediation_mediators_only")
        names = [s.name for s in seats([row.group_id], actor)[row.group_id] if s.own]
        row.mediator_user, row.mediator_name = user, names[0]
        _take(row, MediationStep.TAKEN, MediationSide.MEDIATOR, "", key, actor, at)


def write(mediation_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Write to the other two. Raises what `step` raises, and `Refused` ``mediation_text``."""
    words = sound(text, MOST_TEXT, lines=True)
    if not words:
        raise Refused("mediation_text")
    step(mediation_id, MediationStep.MESSAGE, words, key=key, actor=actor, at=at)


def draft(mediation_id: int, agreement: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Write down what both may agree on, as the mediator; what was signed of an earlier text counts no more. Raises
    what `step` raises, and `Refused` ``mediation_text``."""
    words = sound(agreement, MOST_AGREEMENT, lines=True)
    if not words:
        raise Refused("mediation_text")
    with transaction.atomic(), as_intake_role():
        row, side = _mine(mediation_id, actor)
        if _answered(row, key):
            return
        row.agreement_cipher, row.signed = encrypt(words, AGREEMENT, row=row_of(row.pk)), []
        _take(row, MediationStep.DRAFTED, side, "", key, actor, at)


def step(
    mediation_id: int,
    wanted: MediationStep,
    text: str = "",
    *,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Sign, withdraw, end without an agreement, note that the court confirmed it or that it was kept.

    `NotFound` ``mediation_unknown``; `NotAllowed` ``mediation_side``; `Conflict` ``mediation_state``; `Refused`
    ``mediation_late`` (`until`) for a confirmation that was asked for after its last day.
    """
    words = sound(text, MOST_TEXT, lines=True)
    with transaction.atomic(), as_intake_role():
        row, side = _mine(mediation_id, actor)
        if _answered(row, key):
            return
        if wanted is MediationStep.CONFIRMED:
            if row.confirm_until is not None and local_date(at) > row.confirm_until:
                raise Refused("mediation_late", until=row.confirm_until)
            row.confirmed_at = row.confirmed_at or at
        _take(row, wanted, side, words, key, actor, at)


def report_breach(mediation_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> int:
    """Say that the other side does not keep the agreement: a case of one's own with it; the case's id. Only that
    case names what was agreed.

    `NotFound` ``mediation_unknown``; `NotAllowed` ``mediation_side``; `Conflict` ``mediation_state``; `Refused`
    ``mediation_text``, ``mediation_unlinked`` for an account that is linked to no record, what
    `cases.file_case` raises.
    """
    words = sound(text, MOST_TEXT, lines=True)
    if not words:
        raise Refused("mediation_text")
    if actor.person_id is None:
        raise Refused("mediation_unlinked")
    with transaction.atomic(), as_intake_role():
        row, side = _mine(mediation_id, actor)
        mine = row.applicant_case if side is MediationSide.APPLICANT else row.other_case
        if mine is not None:
            return mine
        (value,) = values_of([row], actor)
        if row.state != MediationState.BREACHED.value:
            after(MediationStep.BREACHED, MediationState(row.state), side)
        counterpart = value.other if side is MediationSide.APPLICANT else value.applicant
        case = cases.file_case(
            actor.person_id,
            BREACH_MATTER,
            {
                "counterpart": counterpart,
                "agreement": value.agreement[:1500],
                "unmet": words[:1500],
            },
            key=key,
            region=row.group.region,
            actor=actor,
            at=at,
        )
        if side is MediationSide.APPLICANT:
            row.applicant_case = case
        else:
            row.other_case = case
        if row.state == MediationState.BREACHED.value:
            row.save(update_fields=["applicant_case", "other_case"])
        else:
            _take(row, MediationStep.BREACHED, side, words, key, actor, at)
    return case


def tell_sides(mediation_id: int, side: MediationSide, *, at: datetime) -> int:
    """Tell the other sides that something happened, without a word of what; to how many."""
    with transaction.atomic(), as_intake_role():
        row = MediationRow.objects.filter(id=mediation_id).first()
        if row is None:
            return 0
        users = {
            MediationSide.APPLICANT: row.applicant_user,
            MediationSide.OTHER: row.other_user,
            MediationSide.MEDIATOR: row.mediator_user,
        }
        wanted = [u for s, u in users.items() if u is not None and s is not side]
        return access.notify(
            wanted,
            MEDIATION_EVENT,
            NEWS_TEXT,
            at=at,
            context={"mediation": row.pk},
            facts={"number": row.pk},
        )


def _locked(mediation_id: int) -> MediationRow:
    row = (
        MediationRow.objects.select_for_update(of=("self",))
        .select_related("group")
        .filter(id=mediation_id)
        .first()
    )
    if row is None:
        raise NotFound("mediation_unknown")
    return row


def _mine(mediation_id: int, actor: Actor) -> tuple[MediationRow, MediationSide]:
    row = _locked(mediation_id)
    side = side_of(row, actor)
    if side is None:
        raise NotFound("mediation_unknown")
    return row, side


def _answered(row: MediationRow, key: str) -> bool:
    require_key(key)
    return MediationStepRow.objects.filter(mediation=row, key=key).exists()


def _take(
    row: MediationRow,
    wanted: MediationStep,
    side: MediationSide,
    text: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    state = after(
        wanted, MediationState(row.state), side, frozenset(map(MediationSide, row.signed))
    )
    if wanted is MediationStep.SIGNED and side.value not in row.signed:
        row.signed = [*row.signed, side.value]
    if state is MediationState.AGREED and row.agreed_at is None:
        row.agreed_at, row.confirm_until = at, confirm_until(row.group.region, at)
    row.state = state.value
    row.save()
    _write(row, wanted, side, text, key, actor, at)


def _write(
    row: MediationRow,
    wanted: MediationStep,
    side: MediationSide,
    text: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    require_key(key)
    (number,) = next_ids("groups_mediation_step", 1)
    MediationStepRow.objects.create(
        id=number,
        mediation=row,
        step=wanted.value,
        side=side.value,
        text_cipher=encrypt(text, TEXT, row=row_of(number)) if text else None,
        key=key,
        by_user=actor.user_id,
        at=at,
    )
    audit.record_write(
        actor,
        action="groups.mediation",
        subject_kind="mediation",
        subject_id=row.pk,
        at=at,
        detail={"step": wanted.value, "side": side.value, "to": row.state},
    )
    events.emit(
        MEDIATION_EVENT, {"mediation": row.pk, "step": wanted.value, "side": side.value}, at=at
    )


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
