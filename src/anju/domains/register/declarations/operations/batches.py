"""Opening and closing batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from anju.domains.register.declarations.data.declarations import Sender
from anju.domains.register.declarations.models import Batch
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows, run


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
    said = {
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
    return list({**_as_opened(), **said}.values())


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
