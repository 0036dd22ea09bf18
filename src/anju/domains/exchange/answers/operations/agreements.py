"""Agreements about answers: proposed by one person, accepted by another, ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from anju.domains.exchange.answers.data.catalogue import EXTRACT_PURPOSES, extract_columns
from anju.domains.exchange.answers.data.catalogue import services as catalogue
from anju.domains.exchange.answers.models import AnswerAgreement
from anju.domains.exchange.links.models import Peer
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent

MANAGE = "exchange.manage"


def propose_answers(
    number: str,
    name: str,
    *,
    user_id: int | None = None,
    peer: str = "",
    services: Sequence[str],
    purposes: Sequence[str],
    region: str,
    first: date,
    last: date,
    per_day: int,
    negatives_per_day: int,
    columns: Sequence[str] = (),
    basis: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """Write down who may ask what about people in a division (prefix) of the actor's own; it holds once somebody else
    accepts it. `columns` allow a department bulk extracts on a legal `basis`. Its id.

    `NotAllowed` outside the actor's area, `Refused` ``agreement_incomplete``, ``identity_number_in_text``, `Conflict`
    ``agreement_known``, `NotFound` ``peer_unknown``."""
    actor.require(MANAGE, region=region)
    require_no_identity_number(name, basis)
    known = catalogue()
    allowed = {p for s in services if s in known for p in known[s].purposes}
    if columns:
        allowed |= set(EXTRACT_PURPOSES)
    sound = (
        re.fullmatch(r"[A-Za-z0-9._-]{1,40}", number)
        and name.strip()
        and (user_id is None) != (peer == "")
        and (services or columns)
        and set(columns) <= set(extract_columns())
        and bool(columns) == bool(basis.strip())
        and (user_id is not None or not columns)
        and set(services) <= set(known)
        and purposes
        and set(purposes) <= allowed
        and re.fullmatch(r"[0-9]{2,15}", region)
        and first <= last
        and 1 <= negatives_per_day <= per_day <= 1_000_000
    )
    if not sound:
        raise Refused("agreement_incomplete")
    try:
        with transaction.atomic():
            made = AnswerAgreement.objects.create(
                number=number,
                name=name.strip()[:60],
                user_id=user_id,
                peer=_peer(peer) if peer else None,
                services=list(services),
                columns=[c for c in extract_columns() if c in columns],
                basis=basis.strip()[:200],
                purposes=list(purposes),
                region=region,
                first=first,
                last=last,
                per_day=per_day,
                negatives_per_day=negatives_per_day,
                proposed_by=actor.user_id,
                proposed_label=actor.label[:100],
                proposed_at=at,
            )
    except IntegrityError as error:
        raise Conflict("agreement_known") from error
    _record(actor, "exchange.answers_proposed", made, at)
    return int(made.pk)


def accept_answers(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Put a proposed agreement in force. `NotFound` ``agreement_unknown``, `Conflict` ``agreement_decided``,
    `NotAllowed` ``approver_same_person``, ``approver_made``."""
    row = _locked(agreement_id, actor)
    if row.state != "proposed":
        raise Conflict("agreement_decided")
    if actor.kind != "system":
        require_independent(row.proposed_by, actor)
    row.state, row.accepted_label, row.accepted_at = "active", actor.label[:100], at
    row.save(update_fields=["state", "accepted_label", "accepted_at"])
    _record(actor, "exchange.answers_accepted", row, at)


def end_answers(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """End an agreement before its last day. A second time changes nothing. `NotFound` ``agreement_unknown``."""
    row = _locked(agreement_id, actor)
    if row.state == "ended":
        return
    row.state, row.ended_at = "ended", at
    row.save(update_fields=["state", "ended_at"])
    _record(actor, "exchange.answers_ended", row, at)


def _peer(code: str) -> Peer:
    found = Peer.objects.filter(code=code).first()
    if found is None:
        raise NotFound("peer_unknown")
    return found


def _locked(agreement_id: int, actor: Actor) -> AnswerAgreement:
    row = AnswerAgreement.objects.select_for_update().filter(pk=agreement_id).first()
    if row is None or not actor.may(MANAGE, region=row.region):
        actor.require(MANAGE)
        raise NotFound("agreement_unknown")
    return row


def _record(actor: Actor, action: str, row: AnswerAgreement, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_agreement",
        subject_id=row.number,
        at=at,
    )
