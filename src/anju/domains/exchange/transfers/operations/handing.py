"""The record in the person's own hand: a signed file out of here, and one of another place brought to a office."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from anju.domains.exchange.links.queries.peers import (
    own_code_and_signer,
    own_place,
    own_public_keys,
    peer_public_keys,
)
from anju.domains.exchange.messages.rules.canonical import canonical
from anju.domains.exchange.transfers.data.transfers import FAMILY, kinds
from anju.domains.exchange.transfers.operations.providers import Arrived, Taken, provider
from anju.domains.exchange.transfers.operations.receiving import entered, kind_of, surely_about
from anju.domains.exchange.transfers.operations.requesting import SHOWN
from anju.domains.exchange.transfers.queries.transfers import bodies, own_row, view
from anju.domains.exchange.transfers.rules.hand import read, written
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound

BROUGHT, KEY_UNKNOWN = "brought", "key_unknown"
"""Why what was brought waits: somebody looks at it; and it is signed by a key of no place on a link."""


def in_hand(transfer_id: int, *, actor: Actor, at: datetime) -> bytes:
    """The signed file of a request that ended in the person's hand.

    `NotFound` ``transfer_unknown``, ``transfer_not_in_hand``."""
    row = own_row(transfer_id, actor)
    body = bodies([row])[0]
    if not view(row).in_hand or body is None:
        raise NotFound("transfer_not_in_hand")
    _, signer = own_code_and_signer()
    if row.person_id is not None:
        audit.record_read(
            actor,
            person_ids=[row.person_id],
            fields=SHOWN,
            action="exchange.transfer_file",
            at=at,
            reveal=True,
        )
    name = kinds()[row.kind].name
    found = written(name, body, place=own_place(), signer=signer, at=row.done_at or at)
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def bring(data: bytes, *, actor: Actor, at: datetime) -> int:
    """Take a signed file to the actor's office, where it waits to be looked at; its number. The same file again is what
    was brought before. It is the true record of whoever holds its key: `reason` says where no place on a link does.

    `Refused` ``hand_unreadable``, ``hand_signature``; `NotAllowed` for who takes in no records of that kind;
    `NotFound` ``exchange_not_set_up``."""
    found = read(data)
    kind = kind_of(found.name, found.body)
    office = provider(kind)
    actor.require(office.right)
    known = {k.kid for k in (*peer_public_keys(), *own_public_keys())}
    doubt = BROUGHT if found.key.kid in known else KEY_UNKNOWN
    place, _ = own_place()
    with acting(system("exchange.transfers")):
        person, hidden = surely_about(found.body, at)
        if kind == FAMILY:
            person = None  # as in `receiving.came`
        content = canonical([found.place, found.issued.isoformat(), found.name, found.body])
        key = f"hand.{sha256(content.encode()).hexdigest()}"
        arrived = Arrived(key, found.body, person, place, hidden)
        taken = Taken(f"{office.office}{actor.regions(office.right)[0] or place}", doubt=doubt)
        row = entered(
            kind, arrived, taken, place=(found.place[:12], found.place_name), actor=actor, at=at
        )
    return int(row.pk)
