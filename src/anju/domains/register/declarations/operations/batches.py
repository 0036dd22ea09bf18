"""Batches: who may touch one, asked before the intake role is taken, because that role sees everything; opening
and closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from anju.domains.employers import api as employers
from anju.domains.places import api as places
from anju.domains.register.declarations.data.declarations import Sender
from anju.domains.register.declarations.models import Batch, Review
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import NotAllowed, NotFound


def open_batch(sender: Sender, *, key: str, actor: Actor, at: datetime) -> tuple[int, bool]:
    """The batch of this key, and whether an earlier try of the same request opened it."""
    if made := open_fresh([(sender, key, actor)], at=at):
        return made[0], False
    return int(
        rows("SELECT id FROM register_batch WHERE source = %s AND key = %s", [sender.source, key])[
            0
        ][0]
    ), True


def open_fresh(asked: Sequence[tuple[Sender, str, Actor]], *, at: datetime) -> list[int]:
    """Open batches that nobody has opened before, in this order; none at all when one was. One statement: get_or_create
    takes two, and two savepoints."""
    found = rows(
        _open(len(asked)),
        [v for sender, key, actor in asked for v in _opened(sender, key, actor, at)],
        often=True,
    )
    made = {(source, key): int(i) for i, source, key in found}
    wanted = [(sender.source, key) for sender, key, _ in asked]
    return [made[w] for w in wanted] if len(made) == len(wanted) else []


def _opened(sender: Sender, key: str, actor: Actor, at: datetime) -> list[Any]:
    detail = {
        "source": sender.source,
        "key": key,
        "channel": sender.channel,
        "label": sender.label,
        "region": sender.region,
        "party": sender.party,
        "employer_id": sender.employer_id,
        "by_user": actor.user_id,
        "by_label": actor.label,
        "created_at": at,
        "applied_at": at,
    }
    return list({**_as_opened(), **detail}.values())


@cache
def _as_opened() -> dict[str, Any]:
    """What the columns of a batch hold unless said otherwise, as the database takes it."""
    row = Batch(state="applied")
    fields = [f for f in Batch._meta.concrete_fields if not f.primary_key]  # noqa: SLF001 - Django's public way
    return {str(f.column): f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields}


@cache
def _open(count: int) -> str:
    columns = _as_opened()
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * count)
    return (
        f"INSERT INTO register_batch ({', '.join(columns)}) VALUES {places}"  # noqa: S608
        " ON CONFLICT (source, key) DO NOTHING RETURNING id, source, key"
    )


def note_made(batch_id: int, homes: Sequence[int]) -> None:
    """Remember the rooms a batch had entered, for its undo."""
    if homes:
        row = Batch.objects.select_for_update().get(id=batch_id)
        row.made_homes = sorted({*row.made_homes, *homes})
        row.save(update_fields=["made_homes"])


def check_as_it_goes() -> None:
    """Have references checked statement by statement from here on: left to the commit, a million rows would be noted
    in memory until then."""
    run("SET CONSTRAINTS ALL IMMEDIATE")


class Growth:
    """How many rows a batch has entered, and of how many the planner was told."""

    def __init__(self) -> None:
        self.entered = self.told = 0

    def refresh_statistics(self) -> None:
        """Tell the planner, if it is much beside what it knew (migration 0005). At each doubling only:
        so every look at all tables is paid for by as many rows as the one before."""
        if self.entered > 2 * self.told:
            rows("SELECT anju_refresh_statistics(%s::bigint)", [self.entered])
            self.told = self.entered


def see_batch(batch_id: int, code: str = "import_unknown") -> None:
    """Raise `NotFound` unless the transaction's own scope admits the batch. Call it outside `as_intake_role`."""
    if not Batch.objects.filter(id=batch_id).exists():
        raise NotFound(code, id=batch_id)


def see_review(review_id: int) -> None:
    """The same for a question."""
    if not Review.objects.filter(id=review_id).exists():
        raise NotFound("review_unknown", id=review_id)


def may_send(actor: Actor, sender: Sender, permission: str = "import.run") -> None:
    """Raise `NotAllowed` unless the actor may send files for this sender.

    An employer's roster: by the employer itself, or by staff in whose region the employer lies. Everything else: by
    whoever speaks for the party, or by staff of the region the rows belong to. An employer, and who sends for one,
    names no region but the employer's own or one of the actor's; a landlord none but those of their buildings.
    """
    own = bool(sender.party) and actor.may(permission, party=sender.party)
    where = sender.region
    if sender.employer_id is not None:
        known = employers.employers([sender.employer_id]).get(sender.employer_id)
        if known is None:
            raise NotFound("employer_unknown", id=sender.employer_id)
        own = actor.may(permission, party=known.party)
        if sender.party not in ("", known.party):
            raise NotAllowed("import_for_others", party=sender.party)
        if not own and not actor.may(permission, region=known.region):
            raise NotAllowed("import_for_others", party=known.party)
        if own and where in ("", known.region):
            return
    if own and (not where or where in {b.region for b in places.buildings_of(sender.party)}):
        return
    if not actor.may(permission, region=where):
        raise NotAllowed("outside_jurisdiction", permission=permission, region=where)


def may_handle(actor: Actor, batch: Batch, permission: str) -> None:
    """Raise `NotAllowed` unless the actor may go on with a batch somebody sent."""
    if batch.party and actor.may(permission, party=batch.party):
        return
    if not actor.may(permission, region=batch.region):
        raise NotAllowed("outside_jurisdiction", permission=permission, region=batch.region)


def may_undo(actor: Actor, batch: Batch) -> None:
    """A batch is taken back by whoever may apply imports there, or by its own sender."""
    if actor.may("import.apply", region=batch.region) or (
        batch.party and actor.may("declare", party=batch.party)
    ):
        return
    if actor.user_id is not None and batch.source == f"user:{actor.user_id}":
        return
    raise NotAllowed("outside_jurisdiction", permission="import.apply", region=batch.region)
