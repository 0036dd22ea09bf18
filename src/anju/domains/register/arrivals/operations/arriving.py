"""Arrivals at a reception, into a room that has a place left: two clerks who give the same last bed are answered one
after the other, the second with a refusal. Everything else is the intake's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.declarations import Outcome, ReviewView, Sender
from anju.domains.register.declarations.models import Declaration
from anju.domains.register.declarations.queries.reviews import review
from anju.domains.register.intake.operations import storing
from anju.domains.register.intake.operations.checking import checked_items
from anju.domains.register.intake.operations.declare import declare, framed
from anju.domains.register.intake.queries.occupancy import overfull
from anju.domains.register.reviews.operations.deciding import ACCEPT, CONFIRM, decide
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotFound, Refused


def check_in(
    item: Mapping[str, Any],
    *,
    sender: Sender,
    actor: Actor,
    at: datetime,
    batch_key: str,
    about: int | None = None,
) -> Outcome:
    """Declare one arrival in a room of the sender's (`home_code`) that has a place left; who lives in another of its
    rooms moves. `about`: the record, where the sender has it before them. The same request again is answered as the
    first time. Runs inside the caller's transaction; the room is held until its end.

    Raises as `declare` does, `NotAllowed` for who does not speak for the sender, `Refused` ``home_not_yours`` and
    ``no_free_bed``.
    """
    actor.require("declare", party=sender.party)
    home, key = _own_home(str(item.get("home_code") or ""), sender), str(item["key"])
    with as_intake_role():
        if not storing.earlier_outcomes(sender.source, [key]):
            _hold_places([home], [item], at=at)
    return declare(
        [item],
        sender=sender,
        actor=actor,
        at=at,
        batch_key=batch_key,
        about=None if about is None else {key: about},
    ).outcomes[0]


def confirm_guests(
    review_ids: Sequence[int],
    *,
    home_code: str = "",
    sender: Sender,
    actor: Actor,
    at: datetime,
) -> list[Outcome]:
    """Confirm guests who declared themselves for rooms of the sender's, all of them or none; with `home_code` in
    another room than they named. Confirmed again by the same clerk, the answer is that of the first time.

    Raises as `decide` does, `NotFound` ``review_unknown`` for questions asked of others, `Refused` ``home_not_yours``
    and ``no_free_bed``.
    """
    actor.require("declare", party=sender.party)
    asked = [_asked(i, sender) for i in review_ids]
    if asked and all(q.decided_at is not None for q in asked):
        return _confirmed_before(asked, actor)
    homes = [_own_home(home_code or str(q.item.get("home_code") or ""), sender) for q in asked]
    with transaction.atomic():
        with as_intake_role():
            _hold_places(homes, [q.item for q in asked], at=at)
        return [
            decide(q.id, decision=ACCEPT, home_code=home_code, actor=actor, at=at) for q in asked
        ]


def _asked(review_id: int, sender: Sender) -> ReviewView:
    found = review(review_id)
    if found is None or found.kind != CONFIRM or found.party != sender.party:
        raise NotFound("review_unknown", id=review_id)
    return found


def _confirmed_before(asked: Sequence[ReviewView], actor: Actor) -> list[Outcome]:
    """What became of them, if it was this clerk who confirmed them all."""
    found = [
        Outcome(d.key, d.row, d.status, d.reason, d.id, d.person_id, d.home_id)
        for d in Declaration.objects.filter(
            id__in=[q.declaration_id for q in asked],
            reviews__decision=ACCEPT,
            reviews__decided_by=actor.user_id,
            reviews__kind=CONFIRM,
        ).order_by("id")
    ]
    if len(found) < len(asked):
        raise Conflict("review_decided", by=asked[0].decided_label)
    return found


def _own_home(code: str, sender: Sender) -> HomeView:
    home = places.home_by_code(code)
    if home is None or not sender.party or home.party != sender.party:
        raise Refused("home_not_yours")
    return home


_COMPARED = ("key", "kind", "name", "doc_type", "doc_number", "nationality", "relation")
"""Columns that say whether somebody takes a place: who lives there already takes none, nor does near family."""


def _hold_places(
    homes: Sequence[HomeView], items: Sequence[Mapping[str, Any]], *, at: datetime
) -> None:
    """Hold the rooms until the transaction ends; `Refused` ``no_free_bed`` where one has no place for all who come."""
    held = {h.id: places.lock_home(h.id) for h in sorted(homes, key=lambda h: h.id)}
    today = local_date(at)
    coming = framed([{c: i[c] for c in _COMPARED if i.get(c)} for i in items])
    frame = checked_items(coming, known_areas=regions.known_areas(), today=today)
    beyond = overfull(frame, [h.id for h in homes], day=today, by_bed=True)
    if beyond:
        home = held[homes[beyond[0]].id] or homes[beyond[0]]
        raise Refused("no_free_bed", home=home.text, capacity=home.capacity)
