"""Opening and closing batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from anju.domains.register.data import Sender
from anju.domains.register.models import Batch
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows, run


def open_batch(sender: Sender, *, key: str, actor: Actor, at: datetime) -> tuple[int, bool]:
    """The batch of this key, and whether an earlier try of the same request opened it."""
    row = Batch(source=sender.source, key=key, channel=sender.channel, label=sender.label, region=sender.region,
                party=sender.party, employer_id=sender.employer_id, by_user=actor.user_id, by_label=actor.label,
                state="applied", created_at=at, applied_at=at)
    fields = [f for f in Batch._meta.concrete_fields if not f.primary_key]  # noqa: SLF001 - Django's public way
    values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
    sql = _OPEN.format(columns=", ".join(str(f.column) for f in fields), holes=", ".join(["%s"] * len(fields)))
    if made := rows(sql, values, often=True):
        return int(made[0][0]), False
    return int(rows("SELECT id FROM register_batch WHERE source = %s AND key = %s", [sender.source, key])[0][0]), True


_OPEN = """INSERT INTO register_batch ({columns}) VALUES ({holes})
ON CONFLICT (source, key) DO NOTHING RETURNING id"""  # get_or_create takes two statements and two savepoints


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


def refresh_statistics(entered: int) -> None:
    """Tell the planner what this batch has entered so far, if that is much beside what it knew (migration 0005)."""
    rows("SELECT anju_refresh_statistics(%s::bigint)", [entered])
