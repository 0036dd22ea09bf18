"""What is here already of the messages of one peer: for judging a batch in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Count

from anju.domains.exchange.links.data.links import IN
from anju.domains.exchange.links.models import Message, Peer
from anju.domains.exchange.links.queries.peers import agreements_of
from anju.domains.exchange.links.rules.judging import Known
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.statements import joined, rows


def known_of(peer: Peer, messages: Sequence[Mapping[str, Any]], at: datetime) -> Known:
    """Agreements, what was used of them today, and the messages that these repeat, collide with or refer to."""
    agreements = {a.number: a for a in agreements_of(peer.pk)}
    ids = [m["id"] for m in messages]
    referred = [m["reply_to"] for m in messages if "reply_to" in m]
    known = Known(agreements, _used(peer, at))
    for direction, message_id, kind, digest in Message.objects.filter(
        peer=peer, message_id__in=[*ids, *referred]
    ).values_list("direction", "message_id", "kind", "digest"):
        known.classes[str(message_id)] = (direction, kind)
        if direction == IN:
            known.digests[str(message_id)] = digest
    known.places.update(_places(peer, messages))
    return known


def _used(peer: Peer, at: datetime) -> dict[str, int]:
    begin = datetime.combine(local_date(at), time(), CHINA)
    counted = (
        Message.objects.filter(peer=peer, direction=IN, at__gte=begin)
        .values_list("agreement")
        .annotate(Count("id"))
    )
    return dict(counted)


def _places(peer: Peer, messages: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int, int], str]:
    source, values = joined(
        {
            "s": ("text", [m["subject"] for m in messages]),
            "e": ("bigint", [m["epoch"] for m in messages]),
            "n": ("int", [m["sequence"] for m in messages]),
        }
    )
    return {
        (subject, epoch, sequence): str(message_id)
        for subject, epoch, sequence, message_id in rows(
            f"""SELECT m.subject, m.epoch, m.sequence, m.message_id FROM {source} AS i(s, e, n)
            JOIN exchange_message m ON m.peer_id = %s AND m.direction = 'in' AND m.subject = i.s
              AND m.epoch = i.e AND m.sequence = i.n""",  # noqa: S608
            [*values, peer.pk],
        )
    }
