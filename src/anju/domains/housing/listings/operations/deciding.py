"""The office confirms or refuses doubtful listings, one or many at once, with the reason kept, and takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.domains.housing.listings.operations import storing
from anju.domains.housing.listings.operations.storing import OPENED_EVENT
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.statements import insert, next_ids, rows, run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

DECISIONS = ("confirm", "refuse")
MAY_DECIDE = "import.apply"
"""Who takes files of an area in decides what is doubtful in them."""
MOST_DECIDED = 2000
LONGEST_NOTE = 300


def decide_listings(
    ids: Sequence[int], decision: str, *, note: str = "", actor: Actor, at: datetime
) -> tuple[int, int]:
    """Confirm doubtful listings, which are open from then on, or refuse them; (number of the decision, how many were
    decided). Those that are not doubtful any more are left as they are.

    By who may apply imports where they lie. Raises `Refused` ``listing_decision_unknown``, ``listing_none_chosen``,
    ``listing_refusal_without_reason``, ``listing_too_many_chosen`` (`most`); `NotAllowed` for one outside the area.
    """
    _require_sound(ids, decision, note)
    with transaction.atomic():
        found = rows(
            "SELECT id, region FROM housing_listing WHERE id = ANY(%s) AND state = 'doubtful' ORDER BY id FOR UPDATE",
            [list(ids)],
        )
        for region in {r for _, r in found}:
            require_office(actor, region)
        chosen = [i for i, _ in found]
        if not chosen:
            raise Conflict("listing_decided_already")
        number = _noted(chosen, decision, note.strip()[:LONGEST_NOTE], actor, at)
        if decision == "confirm":
            storing.reopen(chosen, at=at)
            events.emit(OPENED_EVENT, {"listings": chosen}, at=at)
            _record(actor, "housing.listings_confirm", number, len(chosen), at)
        else:
            storing.close(chosen, why="refused", at=at)
            storing.say_gone(chosen, at=at)
            _record(actor, "housing.listings_refuse", number, len(chosen), at)
    return number, len(chosen)


def require_office(actor: Actor, region: str) -> None:
    """Raise `NotAllowed` unless the actor decides in this region (prefix)."""
    if actor.kind == "public" or not actor.may(MAY_DECIDE, region=region):
        raise NotAllowed("not_allowed", permission=MAY_DECIDE, region=region, party="")


def undo_listing_decision(number: int, *, actor: Actor, at: datetime) -> int:
    """Let listings be doubtful again as before a decision; how many. Those that changed since are left as they are.
    `NotFound` ``listing_decision_gone`` for one that is not in sight or was taken back."""
    with transaction.atomic():
        found = rows(
            "SELECT l.id, l.region FROM housing_decision d JOIN housing_listing l ON l.id = d.listing_id "
            "WHERE d.act = %s AND d.undone_at IS NULL AND l.current AND (d.decision = 'confirm' AND l.state = 'open' "
            "OR d.decision = 'refuse' AND l.closed_why = 'refused') "
            "ORDER BY l.id FOR UPDATE OF l",
            [number],
        )
        if not found:
            raise NotFound("listing_decision_gone")
        for region in {r for _, r in found}:
            require_office(actor, region)
        ids = [i for i, _ in found]
        run("UPDATE housing_decision SET undone_at = %s WHERE act = %s", [at, number])
        storing.doubt(ids)
        _record(actor, "housing.listings_undecide", number, len(ids), at)
    return len(ids)


def _require_sound(ids: Sequence[int], decision: str, note: str) -> None:
    require_no_identity_number(note)
    if decision not in DECISIONS:
        raise Refused("listing_decision_unknown")
    if not ids:
        raise Refused("listing_none_chosen")
    if len(ids) > MOST_DECIDED:
        raise Refused("listing_too_many_chosen", most=MOST_DECIDED)
    if decision == "refuse" and not note.strip():
        raise Refused("listing_refusal_without_reason")


def _noted(ids: Sequence[int], decision: str, note: str, actor: Actor, at: datetime) -> int:
    """Keep who decided what, and why; the number that stands for all of it."""
    numbers, many = next_ids("housing_decision", len(ids)), len(ids)
    insert(
        "housing_decision",
        {
            "id": ("bigint", numbers),
            "act": ("bigint", [numbers[0]] * many),
            "listing_id": ("bigint", list(ids)),
            "decision": ("text", [decision] * many),
            "note": ("text", [note] * many),
            "by_user": ("bigint", [actor.user_id] * many),
            "by_label": ("text", [actor.label[:100]] * many),
            "at": ("timestamptz", [at] * many),
        },
    )
    return numbers[0]


def _record(actor: Actor, action: str, number: int, count: int, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="listing_decision",
        subject_id=number,
        at=at,
        detail={"listings": count},
    )
