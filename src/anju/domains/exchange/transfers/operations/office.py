"""The office at which transfers wait for somebody: what is to be looked at before it goes, and what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from anju.domains.exchange.links.data.links import State
from anju.domains.exchange.links.operations.queueing import queue
from anju.domains.exchange.messages.data.classes import DECLINED, HELPED, REFUSED, TAKEN_IN
from anju.domains.exchange.transfers.data.transfers import (
    FAMILY,
    MOST_NOTE,
    REASONS,
    VACCINATION,
    TransferState,
    TransferView,
)
from anju.domains.exchange.transfers.models import Transfer
from anju.domains.exchange.transfers.operations.providers import Arrived, Taken, provider
from anju.domains.exchange.transfers.operations.receiving import outcome_draft
from anju.domains.exchange.transfers.operations.requesting import SHOWN, locked
from anju.domains.exchange.transfers.operations.steps import note
from anju.domains.exchange.transfers.queries.transfers import bodies, sealed, view, whole
from anju.domains.health.api import children, clinics
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting, subtree
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

RIGHTS = {
    "clinic:": "vaccination.give",
    "enrol:": "enrol.review",
    "school:": "enrol.school",
    "": "case.handle",
}
"""How the key of a office begins → the permission of whoever works there."""
LISTS: dict[str, Q] = {
    "waiting": Q(direction="in", state="waiting"),
    "checks": Q(direction="out", state="requested", checked_at=None) & ~Q(check_by=""),
    "kept": Q(direction="in", state__in=["taken_in", "helped", "declined"]),
    "over": Q(direction="in", state__in=["refused", "withdrawn"]),
}
"""waiting: came, somebody has to look; checks: to be looked at before it goes; kept: taken in; over: ended
otherwise."""
PAGE, MOST_FAMILIES, MOST_LINES = 50, 200, 10_000
S = TransferState


def works_with_transfers(actor: Actor) -> bool:
    """Whether the actor works at any office of transfers."""
    return any(actor.may(right) for right in RIGHTS.values())


def office_list(
    which: str, *, actor: Actor, at: datetime, page: int = 1, taken: bool = False
) -> tuple[list[TransferView], dict[str, int]]:
    """A page of one list (`LISTS`) at the actor's offices with what each says, the oldest first, and how many each list
    has; recorded as a reading. `taken`: the whole of it, as a sheet that leaves. `NotAllowed`."""
    _require_office(actor)
    rows = Transfer.objects.select_related("message").filter(_of(actor))
    counts = {name: rows.filter(q).count() for name, q in LISTS.items()}
    part = slice(MOST_LINES) if taken else slice((page - 1) * PAGE, page * PAGE)
    shown = list(rows.filter(LISTS[which]).order_by("id")[part])
    found = [view(r, body=b) for r, b in zip(shown, bodies(shown), strict=True)]
    action = "exchange.transfer_sheet" if taken else "exchange.transfer_list"
    _note_read(actor, found, action, at, fields=("name",))
    return found, counts


def waiting_for_children(*, actor: Actor, at: datetime) -> list[TransferView]:
    """Vaccination records that came for children whom the actor's clinic sees, and that lie at no clinic yet. Those at
    the actor's own offices stand in their list."""
    if not actor.may(RIGHTS["clinic:"]):
        return []
    with acting(system("exchange.transfers")):
        rows = list(
            Transfer.objects.filter(LISTS["waiting"], kind=VACCINATION, child_id=None)
            .exclude(_of(actor))
            .select_related("message")
            .order_by("-id")[:MOST_FAMILIES]
        )
        contents = bodies(rows)
    numbers = [b["person"]["doc_number"] for b in contents if b]
    seen = children.of_numbers(numbers, actor=actor) if numbers else {}
    found = [
        view(r, body=b)
        for r, b in zip(rows, contents, strict=True)
        if b and b["person"]["doc_number"] in seen
    ]
    _note_read(actor, found, "exchange.transfer_list", at, fields=("name",))
    return found


def at_office(transfer_id: int, *, actor: Actor, at: datetime) -> TransferView:
    """One with what it says and its steps, recorded as a reading. `NotFound` ``transfer_unknown``."""
    with acting(system("exchange.transfers")):
        row = locked(transfer_id)
        found = whole(row)
    _require_sight(row, found.body, actor)
    _note_read(actor, [found], "exchange.transfer_shown", at)
    return found


def check(transfer_id: int, *, right: bool, text: str = "", actor: Actor, at: datetime) -> None:
    """Say that a record is right, or what has to be put right first. Once; the same again changes nothing.

    `NotFound` ``transfer_unknown``, `Conflict` ``transfer_moved_on``, `Refused` ``transfer_note``."""
    text = _clean(text, required=not right)
    with acting(system("exchange.transfers")):
        row = locked(transfer_id)
        (body,) = bodies([row])
    _require_sight(row, body, actor)
    if right and row.checked_at is not None:
        return
    if row.direction != "out" or row.state != S.REQUESTED.value or not row.check_by or not body:
        raise Conflict("transfer_moved_on")
    by = _unit(row, body, actor)
    with acting(system("exchange.transfers")):
        if right:
            row.checked_at, row.checked_label = at, by
            checked = {"by": by, "day": local_date(at).isoformat()}
            row.body_cipher = sealed(row.key, {**body, "checked": checked})
        else:
            row.state, row.note, row.done_at = S.RETURNED.value, text, at
        row.save()
        note(row, "checked" if right else "returned", actor=actor, at=at, text=text)


def _unit(row: Transfer, body: dict[str, Any], actor: Actor) -> str:
    """The clinic or school that looked."""
    if row.kind == VACCINATION:
        own = clinics.own_clinics(actor)
        return (own[0].name if own else actor.label)[:100]
    return str(body["schooling"][-1]["school"])[:100]


def take_in(transfer_id: int, *, actor: Actor, at: datetime) -> None:
    """Take in what came, having looked. Once; the same again changes nothing.

    `NotFound` ``transfer_unknown``, `Conflict` ``transfer_moved_on``, `Refused` what the kind's provider raises
    (``transfer_no_child``, ``transfer_of_other``, ``child_not_here``)."""
    row, body = _waiting(transfer_id, actor, (S.TAKEN_IN,))
    if body is None:
        return
    arrived = Arrived(_key(row), body, row.person_id, row.office.rpartition(":")[2])
    taken = provider(row.kind).by_hand(arrived, Taken(row.office), actor, at)
    row.office, row.child_id = taken.office, taken.child_id
    _close(row, {"outcome": TAKEN_IN}, "", actor, at)


def help_given(transfer_id: int, *, wanted: bool, text: str, actor: Actor, at: datetime) -> None:
    """Say what was arranged for somebody who stayed behind, or that they want no help (`wanted` False); the family
    reads it. Once; the same again changes nothing. `Refused` ``transfer_note`` without what was arranged; otherwise as
    `take_in`."""
    text = _clean(text, required=wanted)
    row, body = _waiting(transfer_id, actor, (S.HELPED, S.DECLINED))
    if body is None:
        return
    if row.kind != FAMILY:
        raise Conflict("transfer_moved_on")
    _close(row, {"outcome": HELPED if wanted else DECLINED}, text, actor, at)


def refuse(transfer_id: int, reason: str, text: str, *, actor: Actor, at: datetime) -> None:
    """Send word that it is not taken in, and why; the person reads it and has the record in hand.

    `Refused` ``transfer_reason``, otherwise as `take_in`."""
    if reason not in REASONS:
        raise Refused("transfer_reason")
    text = _clean(text)
    row, body = _waiting(transfer_id, actor, (S.REFUSED,))
    if body is not None:
        row.reason = reason
        _close(row, {"outcome": REFUSED, "reason": reason}, text, actor, at)


def _waiting(
    transfer_id: int, actor: Actor, done: Sequence[TransferState]
) -> tuple[Transfer, dict[str, Any] | None]:
    """A row that waits here, held, with what it says; None where it has come to one of these ends already."""
    with acting(system("exchange.transfers")):
        row = locked(transfer_id)
        (body,) = bodies([row])
    _require_sight(row, body, actor)
    if row.state in [s.value for s in done]:
        return row, None
    if row.direction != "in" or row.state != S.WAITING.value or body is None:
        raise Conflict("transfer_moved_on")
    return row, body


def _key(row: Transfer) -> str:
    """The key under which the platform tried to take it in: what it entered then is not entered twice."""
    return row.key[:80]


def _close(row: Transfer, outcome: dict[str, str], text: str, actor: Actor, at: datetime) -> None:
    with acting(system("exchange.transfers")):
        row.state, row.note, row.done_at = outcome["outcome"], text, at
        row.save()
        note(row, outcome["outcome"], actor=actor, at=at, text=text or row.reason)
        message = row.message
        if message is None or row.peer is None:
            return
        report = {**outcome, **({"note": text} if text else {})}
        queue(row.peer, [outcome_draft(message, report, row.person_id, at)], at=at)
        if message.state == State.SET_ASIDE.value:
            message.state, message.result = State.CLOSED.value, outcome["outcome"]
            message.save(update_fields=["state", "result"])


def _clean(text: str, *, required: bool = False) -> str:
    """A note as it is kept and sent. `Refused` ``transfer_note``, ``identity_number_in_text``."""
    found = visible(text).strip()[:MOST_NOTE]
    require_no_identity_number(found)
    if required and not found:
        raise Refused("transfer_note")
    return found


def right_at(office: str) -> tuple[str, str]:
    """The permission of who works at a office, and its region."""
    word = next(w for w in RIGHTS if office.startswith(w))
    return RIGHTS[word], office.removeprefix(word)


def _require_office(actor: Actor) -> None:
    if not works_with_transfers(actor):
        raise NotAllowed("not_allowed", permission=RIGHTS[""], region="", party="")


def _require_sight(row: Transfer, body: Mapping[str, Any] | None, actor: Actor) -> None:
    """At the actor's office, or about a child whom the actor's clinic sees. `NotFound` ``transfer_unknown``."""
    right, region = right_at(row.office)
    if row.office and actor.kind == "staff" and actor.may(right, region=region):
        return
    if row.kind == VACCINATION and row.direction == "in" and body and actor.may(RIGHTS["clinic:"]):
        number = body["person"]["doc_number"]
        if children.of_numbers([number], actor=actor):
            return
    raise NotFound("transfer_unknown")


def _of(actor: Actor) -> Q:
    """Rows at the actor's offices."""
    found = Q(pk__in=())
    for word, right in RIGHTS.items():
        for low, high in map(subtree, actor.regions(right)):
            found |= Q(office__gte=word + low, office__lt=word + high)
    return found


def _note_read(
    actor: Actor,
    found: Sequence[TransferView],
    action: str,
    at: datetime,
    fields: Sequence[str] = SHOWN,
) -> None:
    """That people were looked at; what is about nobody on file goes by the transfer."""
    persons = sorted({t.person_id for t in found if t.person_id is not None})
    full = fields is SHOWN
    audit.record_read(actor, person_ids=persons, fields=fields, action=action, at=at, reveal=full)
    for one in found:
        if one.person_id is None:
            audit.record_list(
                actor,
                action=action,
                subject_kind="exchange_transfer",
                subject_id=one.id,
                fields=fields,
                at=at,
                reveal=full,
            )
