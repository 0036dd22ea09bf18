"""Entering a visit: one at a home settles everything that waits there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from unicodedata import normalize

from django.db import transaction

from anju.domains.fieldwork.sync.data.operations import Visited
from anju.domains.fieldwork.tasks.data.tasks import TaskState
from anju.domains.fieldwork.tasks.data.visits import LONGEST_NOTE, SETTLING, VisitDone, VisitView
from anju.domains.fieldwork.tasks.models import Task, Visit
from anju.domains.fieldwork.tasks.queries.experience import proposal_for, tries_and_rest
from anju.domains.fieldwork.tasks.queries.sources import BY_VISIT
from anju.domains.fieldwork.tasks.queries.visits import NOTE, visit_view
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events

PERMISSION = "declare"
UNDO_WITHIN = timedelta(hours=2)
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){10}")
"""A phone or a document number, which a note does not hold."""


def record_visit(
    *,
    home_code: str,
    outcome: str,
    key: str,
    actor: Actor,
    at: datetime,
    visited_at: datetime | None = None,
    note: str = "",
) -> VisitDone:
    """Enter a visit at a home. Sent again under the same `key`, it changes nothing and is answered alike.

    Needs `declare` where the home lies. `NotFound` ``home_unknown``; `Refused` ``visit_outcome``, ``visit_note``
    (most), ``visit_note_number``, ``visit_in_future``; `Conflict` ``visit_key_used`` when the key was another visit's.
    """
    home = places.home_by_code(home_code)
    if home is None or not actor.may(PERMISSION, region=home.region):
        raise NotFound("home_unknown")
    if _LONG_NUMBER.search(normalize("NFKC", note)):
        raise Refused("visit_note_number")
    return enter_visit(
        home,
        outcome=outcome,
        key=key,
        actor=actor,
        user_id=actor.user_id or 0,
        at=at,
        visited_at=visited_at or at,
        note=note,
    )


def enter_visit(
    home: HomeView,
    *,
    outcome: str,
    key: str,
    actor: Actor,
    user_id: int,
    at: datetime,
    visited_at: datetime,
    note: str = "",
) -> VisitDone:
    """The same, made by this user, whose right was looked at before."""
    if outcome not in set(Visited):
        raise Refused("visit_outcome")
    if len(note) > LONGEST_NOTE:
        raise Refused("visit_note", most=LONGEST_NOTE)
    if visited_at > at:
        raise Refused("visit_in_future")
    with transaction.atomic():
        if places.lock_home(home.id) is None:
            raise NotFound("home_unknown")
        if before := Visit.objects.filter(user_id=user_id, key=key).first():
            return _again(before, home, outcome, at)
        row = Visit.objects.create(
            user_id=user_id,
            key=key,
            home_id=home.id,
            building_id=home.building_id,
            region=home.region,
            outcome=outcome,
            note_cipher=encrypt(note, NOTE, row=row_of(user_id, key)) if note else None,
            channel=actor.channel,
            visited_at=visited_at,
            recorded_at=at,
        )
        done = _follow(row, home, at)
        _record(actor, done, at)
        events.emit("fieldwork.visit_entered", {"home": home.id}, at=at)
    return done


def withdraw_visit(visit_id: int, *, actor: Actor, at: datetime) -> None:
    """Take back a visit that one entered by mistake, within `UNDO_WITHIN`: what it settled waits again, unless its
    cause is gone. `NotFound` ``visit_unknown`` for those of others; `Conflict` ``visit_too_old``,
    ``visit_withdrawn``."""
    with transaction.atomic():
        row = (
            Visit.objects.select_for_update()
            .filter(id=visit_id, user_id=actor.user_id or 0)
            .first()
        )
        if row is None:
            raise NotFound("visit_unknown")
        if row.withdrawn_at is not None:
            raise Conflict("visit_withdrawn")
        if at - row.recorded_at > UNDO_WITHIN:
            raise Conflict("visit_too_old")
        _withdraw(row, actor, at)


def take_back_visit(*, user_id: int, key: str, actor: Actor, at: datetime) -> None:
    """The same of a visit that this user's device brought under this key and takes back, whenever that arrives. Again,
    or of one that was never entered, it changes nothing."""
    with transaction.atomic():
        row = (
            Visit.objects.select_for_update()
            .filter(user_id=user_id, key=key, withdrawn_at=None)
            .first()
        )
        if row is not None:
            _withdraw(row, actor, at)


def _withdraw(row: Visit, actor: Actor, at: datetime) -> None:
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    other = (
        Visit.objects.filter(home_id=row.home_id, withdrawn_at=None, outcome__in=SETTLING)
        .order_by("-visited_at", "-id")
        .first()
    )
    if other is not None:  # another visit settles it as well
        Task.objects.filter(visit=row, opened_at__lte=other.visited_at).update(visit=other)
    back = Task.objects.filter(visit=row).update(state=TaskState.OPEN, closed_at=None, visit=None)
    record_write(
        actor,
        action="task.withdraw_visit",
        subject_kind="home",
        subject_id=row.home_id,
        at=at,
        detail={"visit": row.id, "reopened": back},
    )
    events.emit("fieldwork.visit_withdrawn", {"home": row.home_id}, at=at)


def _again(before: Visit, home: HomeView, outcome: str, at: datetime) -> VisitDone:
    if (before.home_id, before.outcome) != (home.id, outcome):
        raise Conflict("visit_key_used")
    finished = Task.objects.filter(visit=before).count()
    return replace(_consequences(before, home, before.recorded_at), finished=finished)


def _follow(row: Visit, home: HomeView, at: datetime) -> VisitDone:
    """Settle what waits, or say until when the home is left in peace."""
    if row.outcome in SETTLING:  # one that arrives late has seen nothing of what came up afterwards
        finished = Task.objects.filter(
            home_id=home.id, state=TaskState.OPEN, cause__in=BY_VISIT, opened_at__lte=row.visited_at
        ).update(state=TaskState.DONE, closed_at=at, visit=row)
        return VisitDone(visit_view(row), finished)
    done = _consequences(row, home, at)
    if done.proposal and not done.give_link:
        row.rest_until = done.proposal.day
    else:
        row.rest_until = local_date(row.visited_at) + tries_and_rest(home.region, at)[1]
    row.save(update_fields=["rest_until"])
    return replace(done, visit=visit_view(row))


def _consequences(row: Visit, home: HomeView, at: datetime) -> VisitDone:
    if row.outcome != Visited.NOBODY:
        return VisitDone(visit_view(row), 0)
    tries = _tries(row)
    proposal = proposal_for(home.building_id, home.region, row.visited_at, at=at)
    most, _rest = tries_and_rest(home.region, at)
    return VisitDone(visit_view(row), 0, tries, proposal, give_link=tries >= most)


def _tries(row: Visit) -> int:
    """How often in a row nobody was there, this visit the last."""
    latest = Visit.objects.filter(
        home_id=row.home_id, visited_at__lte=row.visited_at, withdrawn_at=None
    )
    outcomes = latest.order_by("-visited_at", "-id").values_list("outcome", flat=True)[:20]
    return sum(1 for _ in takewhile(lambda o: o == Visited.NOBODY, outcomes))


def _record(actor: Actor, done: VisitDone, at: datetime) -> None:
    visit: VisitView = done.visit
    record_write(
        actor,
        action="task.visit",
        subject_kind="home",
        subject_id=visit.home_id,
        at=at,
        detail={"visit": visit.id, "outcome": visit.outcome, "settled": done.finished},
    )
