"""What happens to requests by the clock: they go once nobody has to look any more, come into the person's hand where
the other place is silent, and their content is erased when its days are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from anju.domains.exchange.links.data.links import PeerState
from anju.domains.exchange.links.operations.queueing import Draft, queue
from anju.domains.exchange.messages.data.classes import DEFAULT, term_days
from anju.domains.exchange.transfers.data.transfers import TransferState, kinds
from anju.domains.exchange.transfers.models import Transfer
from anju.domains.exchange.transfers.operations.requesting import locked
from anju.domains.exchange.transfers.operations.steps import note
from anju.domains.exchange.transfers.queries.transfers import bodies
from anju.foundation.actor import Actor, system
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

AT_ONCE = 200
S = TransferState


def proceed(*, at: datetime) -> int:
    """Let every transfer take the step whose time has come; how many did. A transaction each."""
    actor = system("exchange.transfers", channel="exchange")
    with acting(actor):
        unchecked = Q(check_by="") | Q(checked_at__isnull=False) | Q(check_due__lt=local_date(at))
        ready = Q(state=S.REQUESTED.value, send_from__lte=at) & unchecked
        late = Q(state=S.SENT.value, answer_by__lt=local_date(at))
        due = list(
            Transfer.objects.filter(ready | late, direction="out")
            .order_by("id")
            .values_list("pk", flat=True)[:AT_ONCE]
        )
    for number in due:
        with acting(actor):
            _step(locked(number), actor, at)
    return len(due)


def _step(row: Transfer, actor: Actor, at: datetime) -> None:
    """What is due of one, if it still is."""
    today = local_date(at)
    if row.state == S.SENT.value and row.answer_by is not None and row.answer_by < today:
        _silent(row, actor, at)
        return
    waits = row.check_by and not row.checked_at and row.check_due and row.check_due >= today
    if row.state == S.REQUESTED.value and row.send_from and row.send_from <= at and not waits:
        _send(row, actor, at)


def _send(row: Transfer, actor: Actor, at: datetime) -> None:
    """Put it in for the other place; where no agreement lets it go, the person has it in hand."""
    kind, body = kinds()[row.kind], bodies([row])[0]
    if row.peer is None or body is None:
        return
    if row.check_by and not row.checked_at:
        note(row, "unchecked", actor=actor, at=at, tell=False)
    due = local_date(at) + timedelta(days=term_days()[kind.name])
    draft = Draft(kind.name, body, kind.purpose, row.person_id, answer_by=due)
    linked = row.peer.state == PeerState.ACTIVE.value
    sent = queue(row.peer, [draft], at=at) if linked else []
    if not sent:
        _hand_over(row, "exchange_not_agreed", actor, at)
        return
    row.state, row.message, row.answer_by = S.SENT.value, sent[0], due
    row.save(update_fields=["state", "message", "answer_by"])
    note(row, "sent", actor=actor, at=at)


def _silent(row: Transfer, actor: Actor, at: datetime) -> None:
    """The term has passed: the record is the person's to carry, and the other place is notified."""
    _hand_over(row, "silent", actor, at)
    if row.peer is None or row.message is None:
        return
    term = row.answer_by or local_date(at)
    body = {"term": term.isoformat(), "outcome": "in_hand"}
    purpose = kinds()[row.kind].purpose
    draft = Draft(DEFAULT, body, purpose, row.person_id, row.message.message_id)
    queue(row.peer, [draft], at=at)


def _hand_over(row: Transfer, reason: str, actor: Actor, at: datetime) -> None:
    row.state, row.reason, row.done_at = S.IN_HAND.value, reason, at
    row.save(update_fields=["state", "reason", "done_at"])
    note(row, "in_hand", actor=actor, at=at, text=reason)


def forget_transfers(*, at: datetime) -> int:
    """Erase the content of what ended long ago; how many. Inside the caller's transaction."""
    erased = 0
    for kind in kinds().values():
        before = at - timedelta(days=kind.kept_days)
        erased += Transfer.objects.filter(
            kind=kind.code, done_at__lt=before, body_cipher__isnull=False
        ).update(body_cipher=None)
    return erased
