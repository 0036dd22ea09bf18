"""Taking a batch file in by the one intake, and writing one of who lives here from another place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from anju.domains.exchange.batches.data.batches import (
    ENCODINGS,
    FORMS,
    BatchOutcome,
    BatchReading,
    BatchTaken,
)
from anju.domains.exchange.batches.rules.reading import item, read_batch
from anju.domains.exchange.batches.rules.writing import write_batch
from anju.domains.exchange.links.operations.enquiries import MANAGE, persons_written
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused

CHANNEL = "exchange"


def take_batch(data: bytes, *, region: str, sender: str, actor: Actor, at: datetime) -> BatchTaken:
    """Take a file in: every row has its outcome, in the order of the file. The same file again is answered as the
    first time. `region`: the community that rows without one are about. `Refused` as of `read_batch`, and
    ``batch_region``."""
    actor.require(MANAGE)
    actor.require("declare", region=region)
    if len(region) not in (12, 15) or not region.isdecimal():
        raise Refused("batch_region")
    reading = read_batch(data)
    own = hashlib.sha256(data + region.encode()).hexdigest()[:24]
    sound = [r for r in reading.rows if not r.refused]
    items = [item(r, key=f"{own}.{r.row}", region=region) for r in sound]
    receipt = (
        register.declare(
            items,
            sender=Sender(f"batch:{sender[:40]}", CHANNEL, sender[:60], region=region),
            actor=actor,
            at=at,
            batch_key=own,
            new_homes=True,
        )
        if items
        else None
    )
    by_key = {o.key: o for o in receipt.outcomes} if receipt else {}
    outcomes = []
    for row in reading.rows:
        found = by_key.get(f"{own}.{row.row}")
        outcomes.append(
            BatchOutcome(
                row.row,
                row.fields.get("name", ""),
                found.status if found else register.REFUSED,
                found.reason if found else row.refused,
            )
        )
    _looked_at(own, actor, at)
    audit.record_write(
        actor,
        action="exchange.batch_taken",
        subject_kind="exchange_batch",
        subject_id=own,
        at=at,
        detail={"rows": len(outcomes)},
    )
    return BatchTaken(reading, tuple(outcomes), bool(receipt and receipt.repeated))


def look_at_batch(data: bytes, *, actor: Actor, at: datetime) -> BatchReading:
    """What a file holds, as it would be taken in; nothing is changed. `Refused` as of `read_batch`."""
    actor.require(MANAGE)
    reading = read_batch(data)
    _looked_at(hashlib.sha256(data).hexdigest()[:24], actor, at)
    return reading


def _looked_at(own: str, actor: Actor, at: datetime) -> None:
    audit.record_list(
        actor,
        action="exchange.batch_read",
        subject_kind="exchange_batch",
        subject_id=own,
        fields=["name"],
        at=at,
    )


def written_batch(
    regions: Sequence[str],
    origin: str,
    *,
    form: str,
    encoding: str,
    actor: Actor,
    at: datetime,
) -> tuple[bytes, int]:
    """A file of who lives in these regions today and is from `origin` (a prefix of its code), and how many; whoever has
    no document on file is left out. That their data leave is recorded. `Refused` ``batch_form``, ``batch_origin``,
    ``batch_character``."""
    actor.require(MANAGE)
    if form not in FORMS or encoding not in ENCODINGS:
        raise Refused("batch_form")
    if not origin.isdecimal() or not 2 <= len(origin) <= 12:
        raise Refused("batch_origin")
    ids = register.living_ids(regions, actor=actor, today=local_date(at), origin=origin[:2])
    persons = people.persons([s.person_id for s in register.stays(ids)])
    stays = [s for s in register.stays(ids) if persons[s.person_id].origin.startswith(origin)]
    written = persons_written(list(persons))
    homes = places.homes([s.home_id for s in stays if s.home_id is not None])
    rows = []
    for stay in stays:
        if stay.person_id not in written:
            continue
        home, person = homes.get(stay.home_id or 0), persons[stay.person_id]
        rows.append(
            {
                **written[stay.person_id],
                "act": "登记",
                "number": f"L{stay.line}",
                "origin": person.origin,
                "hukou_text": person.hukou_text,
                "region": stay.region[:12],
                "address": places.whole_address(home) if home else "",
                "start": stay.since.isoformat(),
                "reason": stay.reason,
            }
        )
    audit.record_read(
        actor,
        person_ids=[s.person_id for s in stays if s.person_id in written],
        fields=["name", "documents", "stay"],
        action="exchange.batch_written",
        at=at,
        reveal=True,
    )
    try:
        return write_batch(rows, form=form, encoding=encoding), len(rows)
    except UnicodeEncodeError as error:
        raise Refused("batch_character") from error
