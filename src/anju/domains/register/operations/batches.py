"""Opening and closing batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.register.data import Sender
from anju.domains.register.models import Batch
from anju.foundation.actor import Actor


def open_batch(sender: Sender, *, key: str, actor: Actor, at: datetime) -> int:
    """The batch of this key: a new one, or the one an earlier try of the same request opened."""
    row, _ = Batch.objects.get_or_create(
        source=sender.source, key=key,
        defaults={"channel": sender.channel, "label": sender.label, "region": sender.region, "party": sender.party,
                  "employer_id": sender.employer_id, "by_user": actor.user_id, "by_label": actor.label,
                  "state": "applied", "created_at": at, "applied_at": at})
    return int(row.id)


def note_made(batch_id: int, homes: Sequence[int]) -> None:
    """Remember the rooms a batch had entered, for its undo."""
    if homes:
        row = Batch.objects.select_for_update().get(id=batch_id)
        row.made_homes = sorted({*row.made_homes, *homes})
        row.save(update_fields=["made_homes"])
