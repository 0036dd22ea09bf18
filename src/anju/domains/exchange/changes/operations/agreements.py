"""Agreements about changes: proposed by one person, accepted by another, ended, and given again from a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from anju.domains.exchange.changes.data.changes import LAST_ID, PURPOSES, Way, fields, kinds
from anju.domains.exchange.changes.models import ChangeAgreement, ChangeUse, Webhook
from anju.domains.exchange.changes.queries.feed import horizon, place_before
from anju.domains.exchange.changes.rules.addresses import unfit_address
from anju.domains.exchange.links.models import Peer
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent

MANAGE = "exchange.manage"


def propose_changes(
    number: str,
    name: str,
    *,
    user_id: int | None = None,
    peer: str = "",
    url: str = "",
    kinds: Sequence[str],
    fields: Sequence[str],
    purpose: str,
    basis: str,
    region: str,
    first: date,
    last: date,
    per_day: int,
    actor: Actor,
    at: datetime,
) -> int:
    """Write down which changes a partner is given about people in a division (prefix) of the actor's own; it holds once
    somebody else accepts it. The partner fetches them (an account, or a place on a link) or is notified at a `url`. Its
    id.

    `NotAllowed` outside the actor's area, `Refused` ``agreement_incomplete``, ``identity_number_in_text``,
    ``webhook_address``, `Conflict` ``agreement_known``, `NotFound` ``peer_unknown``."""
    actor.require(MANAGE, region=region)
    require_no_identity_number(name, basis)
    if not _is_sound(number, name, kinds, fields, purpose, basis, region) or not (
        first <= last
        and 1 <= per_day <= 1_000_000
        and [user_id is not None, bool(peer), bool(url)].count(True) == 1
    ):
        raise Refused("agreement_incomplete")
    if url and unfit_address(url):
        raise Refused("webhook_address")
    try:
        with transaction.atomic():
            made = ChangeAgreement.objects.create(
                number=number,
                name=name.strip()[:60],
                way=(Way.WEBHOOK if url else Way.FETCH).value,
                user_id=user_id,
                peer=_peer(peer) if peer else None,
                kinds=list(kinds),
                fields=list(fields),
                purpose=purpose,
                basis=basis.strip()[:200],
                region=region,
                first=first,
                last=last,
                per_day=per_day,
                proposed_by=actor.user_id,
                proposed_label=actor.label[:100],
                proposed_at=at,
            )
            if url:
                Webhook.objects.create(agreement=made, url=url)
    except IntegrityError as error:
        raise Conflict("agreement_known") from error
    record(actor, "exchange.changes_proposed", made, at)
    return int(made.pk)


def _is_sound(
    number: str,
    name: str,
    chosen: Sequence[str],
    more: Sequence[str],
    purpose: str,
    basis: str,
    region: str,
) -> bool:
    return bool(
        re.fullmatch(r"[A-Za-z0-9._-]{1,40}", number)
        and name.strip()
        and chosen
        and set(chosen) <= set(kinds())
        and set(more) <= set(fields())
        and purpose in PURPOSES
        and basis.strip()
        and re.fullmatch(r"[0-9]{2,15}", region)
    )


def accept_changes(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Put a proposed agreement in force: it begins with what happens from now on. `NotFound` ``agreement_unknown``,
    `Conflict` ``agreement_decided``, `NotAllowed` ``approver_same_person``, ``approver_made``."""
    row = locked(agreement_id, actor)
    if row.state != "proposed":
        raise Conflict("agreement_decided")
    if actor.kind != "system":
        require_independent(row.proposed_by, actor)
    row.state, row.accepted_label, row.accepted_at = "active", actor.label[:100], at
    row.xid, row.change = horizon() - 1, LAST_ID
    row.save(update_fields=["state", "accepted_label", "accepted_at", "xid", "change"])
    record(actor, "exchange.changes_accepted", row, at)


def end_changes(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """End an agreement before its last day. A second time changes nothing. `NotFound` ``agreement_unknown``."""
    row = locked(agreement_id, actor)
    if row.state == "ended":
        return
    row.state, row.ended_at = "ended", at
    row.save(update_fields=["state", "ended_at"])
    record(actor, "exchange.changes_ended", row, at)


def replay_changes(agreement_id: int, *, since: datetime, actor: Actor, at: datetime) -> None:
    """Give again everything since a moment, as far as it is kept; the partner knows it by the ids of the events.
    Cursors given before count for nothing afterwards. `NotFound` ``agreement_unknown``, `Refused`
    ``agreement_not_in_force``."""
    row = locked(agreement_id, actor)
    if row.state != "active":
        raise Refused("agreement_not_in_force")
    row.xid, row.change = place_before(row, since)
    row.generation += 1
    row.save(update_fields=["xid", "change", "generation"])
    record(actor, "exchange.changes_replayed", row, at)


def close_loss(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Note that the partner was informed in another way of what was removed before it had it. `NotFound`
    ``agreement_unknown``."""
    row = locked(agreement_id, actor)
    if row.lost_before is None:
        return
    row.lost_before = None
    row.save(update_fields=["lost_before"])
    record(actor, "exchange.changes_loss_closed", row, at)


def count_given(row: ChangeAgreement, at: datetime, *, given: int = 0, refused: int = 0) -> None:
    """Add to the counts of the day; under the lock of the agreement, or of nothing that matters."""
    use, _ = ChangeUse.objects.get_or_create(agreement=row, day=local_date(at))
    ChangeUse.objects.filter(pk=use.pk).update(
        given=use.given + given, refused=use.refused + refused
    )


def given_on(row: ChangeAgreement, day: date) -> int:
    """How many changes were given under an agreement on a day. One query."""
    found = ChangeUse.objects.filter(agreement=row, day=day).values_list("given", flat=True).first()
    return found or 0


def holds(row: ChangeAgreement, at: datetime) -> bool:
    """In force at that moment."""
    return row.state == "active" and row.first <= local_date(at) <= row.last


def locked(agreement_id: int, actor: Actor) -> ChangeAgreement:
    """An agreement of the actor's area, to be changed. `NotFound` ``agreement_unknown``."""
    row = ChangeAgreement.objects.select_for_update().filter(pk=agreement_id).first()
    if row is None or not actor.may(MANAGE, region=row.region):
        actor.require(MANAGE)
        raise NotFound("agreement_unknown")
    return row


def record(actor: Actor, action: str, row: ChangeAgreement, at: datetime) -> None:
    """Leave the audit row of a change to an agreement."""
    audit.record_write(
        actor, action=action, subject_kind="exchange_agreement", subject_id=row.number, at=at
    )


def _peer(code: str) -> Peer:
    found = Peer.objects.filter(code=code).first()
    if found is None:
        raise NotFound("peer_unknown")
    return found
