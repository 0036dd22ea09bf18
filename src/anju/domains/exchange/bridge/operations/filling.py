"""What goes over: at the outer end stays that were accepted and applications that were accepted, to be checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from anju.domains.exchange.bridge.data.bridge import DECLARATION, OUT, PERMIT, ItemState, Role
from anju.domains.exchange.bridge.models import Bridge, BridgeItem
from anju.domains.exchange.bridge.queries.standing import ITEM
from anju.domains.exchange.links.operations.enquiries import persons_written
from anju.domains.people import api as people
from anju.domains.permits.api import applications
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.crypto import encrypt_many, row_of

FIELDS = ("name", "documents", "stay")


def offer_declarations(person_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Put the present habitual stays of these people in, once each as it stands on record; how many. That their data go
    over is recorded."""
    ends = list(Bridge.objects.filter(role=Role.OUTSIDE.value))
    if not ends or not person_ids:
        return 0
    persons = sorted(set(people.all_canonical(person_ids).values()))
    stays = [s for s in register.stays_of(persons, as_of=local_date(at)) if s.habitual]
    written = persons_written([s.person_id for s in stays])
    homes = places.homes([s.home_id for s in stays if s.home_id is not None])
    drafts = []
    for stay in stays:
        if stay.person_id not in written:
            continue
        home = homes.get(stay.home_id or 0)
        content = {
            **written[stay.person_id],
            "region": stay.region,
            "start": stay.since.isoformat(),
            "reason": stay.reason,
            "dwelling": stay.dwelling,
            "address": places.whole_address(home).removesuffix(home.room) if home else "",
            "room": home.room if home else "",
        }
        drafts.append((f"s{stay.id}", DECLARATION, stay.region, stay.person_id, content))
    return sum(_put(end, drafts, actor, at) for end in ends)


def offer_permits(application_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Put accepted applications in, once each; how many."""
    ends = list(Bridge.objects.filter(role=Role.OUTSIDE.value))
    if not ends:
        return 0
    drafts = []
    for application_id in application_ids:
        whole = applications.application(application_id)
        if whole is None:
            continue
        found = whole.view
        person = people.canonical(found.person_id)
        written = persons_written([person]).get(person)
        if written is None:
            continue
        content = {
            **written,
            "region": found.region,
            "number": found.number,
            "application": found.kind.value,
            "at": at.astimezone(CHINA).date().isoformat(),
        }
        drafts.append((f"p{application_id}.{found.round}", PERMIT, found.region, person, content))
    return sum(_put(end, drafts, actor, at) for end in ends)


def _put(
    end: Bridge,
    drafts: Sequence[tuple[str, str, str, int, Mapping[str, str]]],
    actor: Actor,
    at: datetime,
) -> int:
    known = set(
        BridgeItem.objects.filter(
            bridge=end, direction=OUT, key__in=[d[0] for d in drafts]
        ).values_list("key", flat=True)
    )
    fresh = [d for d in drafts if d[0] not in known]
    texts = [json.dumps(d[4], ensure_ascii=False) for d in fresh]
    ciphers = encrypt_many(texts, ITEM, rows=[row_of(end.pk, OUT, d[0]) for d in fresh])
    BridgeItem.objects.bulk_create(
        (
            BridgeItem(
                bridge=end,
                direction=OUT,
                key=key,
                kind=kind,
                region=region,
                person_id=person,
                payload_cipher=cipher,
                state=ItemState.OPEN.value,
                at=at,
            )
            for (key, kind, region, person, _), cipher in zip(fresh, ciphers, strict=True)
        ),
        ignore_conflicts=True,
    )
    audit.record_read(
        actor, person_ids=[d[3] for d in fresh], fields=FIELDS, action="bridge.offered", at=at
    )
    return len(fresh)
