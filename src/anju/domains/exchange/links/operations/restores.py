"""A place that was restored from a backup has forgotten what it received since: it is offered that again."""

from __future__ import annotations

from datetime import datetime

from anju.domains.exchange.links.data.links import OUT, REOFFERED, State
from anju.domains.exchange.links.models import Message, Peer


def notice_epoch(peer: Peer, told: int, *, at: datetime) -> int:
    """The other place says how often it was restored. Once more than before: everything it receipted in the last
    `REOFFERED` goes out again under the same ids, which it takes as repeated where it still has them; how many."""
    if not Peer.objects.filter(pk=peer.pk, epoch__lt=told).update(epoch=told):
        return 0
    return Message.objects.filter(
        peer=peer, direction=OUT, state=State.SENT.value, at__gt=at - REOFFERED
    ).update(state=State.QUEUED.value, next_at=None)
