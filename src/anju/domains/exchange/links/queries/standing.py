"""What is here already of the messages of one peer: for judging a batch in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from anju.domains.exchange.links.data.links import IN, Agreement
from anju.domains.exchange.links.models import Peer
from anju.domains.exchange.links.rules.judging import Known
from anju.domains.exchange.messages.data.classes import NEGOTIATION
from anju.foundation.db.statements import joined, rows

_AGREED = """
SELECT a.id, a.number, a.classes, a.own_classes, a.purposes, a.first, a.last, a.per_day, a.state,
  (SELECT coalesce(sum(u.kept), 0) FROM exchange_agreement_use u WHERE u.agreement_id = a.id AND u.day = %s)
FROM exchange_agreement a WHERE a.peer_id = %s AND a.number = ANY(%s)
"""
_HERE = """
SELECT m.direction, m.message_id, m.kind, m.digest, m.subject, m.epoch, m.sequence FROM exchange_message m
WHERE m.peer_id = %s AND m.direction IN ('in', 'out') AND m.message_id = ANY(%s::uuid[])
UNION ALL
SELECT 'in', m.message_id, m.kind, m.digest, m.subject, m.epoch, m.sequence
FROM {places} AS i(s, p, e, n) JOIN exchange_message m ON m.subject = i.s AND m.peer_id = i.p
  AND m.direction = 'in' AND m.epoch = i.e AND m.sequence = i.n
"""
"""The peer comes with each place: as a constant it tempts a plan without statistics to read all its messages."""
_TALKS = """
SELECT count(*) FROM exchange_message WHERE peer_id = %s AND direction = 'in' AND kind = ANY(%s)
  AND (at AT TIME ZONE 'Asia/Shanghai')::date = %s
"""


def known_of(peer: Peer, messages: Sequence[Mapping[str, Any]], today: date) -> Known:
    """Agreements named, what was used of them today, and the messages that these repeat, collide with or refer to."""
    known = Known({})
    for *fields, used in rows(
        _AGREED, [today, peer.pk, sorted({m["agreement"] for m in messages})], often=True
    ):
        agreement = _agreement(fields)
        known.agreements[agreement.number] = agreement
        known.used[agreement.number] = int(used)
    if any(m["class"] in NEGOTIATION for m in messages):
        known.talks = int(rows(_TALKS, [peer.pk, list(NEGOTIATION), today])[0][0])
    for direction, found, kind, digest, *place in _here(peer, messages):
        message_id, (subject, epoch, sequence) = str(found), place
        known.classes.setdefault(message_id, (direction, kind))
        if direction == IN:
            known.digests[message_id] = digest
            known.places[subject, epoch, sequence] = message_id
    return known


def used_on(agreement_id: int, day: date) -> int:
    """How many messages were kept under an agreement that day, as far as their transactions have ended."""
    found = rows(
        "SELECT coalesce(sum(kept), 0) FROM exchange_agreement_use WHERE agreement_id = %s AND day = %s",
        [agreement_id, day],
        often=True,
    )
    return int(found[0][0])


def _agreement(fields: Sequence[Any]) -> Agreement:
    number, name, classes, own, purposes, *rest = fields
    return Agreement(number, name, tuple(classes), tuple(own), tuple(purposes), *rest)


def _here(peer: Peer, messages: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    ids = [m["id"] for m in messages] + [m["reply_to"] for m in messages if "reply_to" in m]
    source, values = joined(
        {
            "s": ("text", [m["subject"] for m in messages]),
            "p": ("bigint", [peer.pk] * len(messages)),
            "e": ("bigint", [m["epoch"] for m in messages]),
            "n": ("int", [m["sequence"] for m in messages]),
        }
    )
    return rows(_HERE.format(places=source), [peer.pk, ids, *values], often=True)
