"""The record of a person when declarations about it are taken back: every field reads as without
them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from anju.domains.people import api as people
from anju.domains.register.corrections.operations.reapplying import Declared, about
from anju.domains.register.declarations.data.kinds import CLOSING
from anju.domains.register.intake.operations.phones import may_replace
from anju.foundation.db.statements import joined, run


def restore(own: Sequence[Declared], others: Sequence[Declared], *, at: datetime) -> None:
    """Take back what the declarations `own` brought to records. `others`: all those of other
    batches about the same people, undone ones too; what they said stays, and decides what stands
    now."""
    standing: dict[int, list[Declared]] = defaultdict(list)
    undone: dict[int, list[Declared]] = defaultdict(list)
    for other in others:
        (undone if other.status == "undone" else standing)[other.person_id].append(other)
    people.restore_relationships([t for d in own for t in d.effects.get("ties", [])])
    _documents(own, standing)
    _withdraw_or_leave(own, standing, at)
    speaking = [d for d in own if d.kind not in CLOSING]
    _phones(speaking, standing, undone, at)
    for field in people.GAPS:
        _gaps(field, speaking, standing)


def _documents(own: Sequence[Declared], standing: dict[int, list[Declared]]) -> None:
    people.drop_documents(
        [
            d.effects["document"]
            for d in own
            if "document" in d.effects
            and not any(
                o.submitted.get("doc_number") == d.submitted.get("doc_number")
                for o in standing[d.person_id]
            )
        ]
    )


def _withdraw_or_leave(
    own: Sequence[Declared], standing: dict[int, list[Declared]], at: datetime
) -> None:
    """Who was entered by one of these goes, unless others declared them too: then the first of
    those has entered them."""
    created = [d.person_id for d in own if d.effects.get("created")]
    people.withdraw([p for p in created if not standing[p]], at=at)
    heirs = [standing[p][0] for p in created if standing[p]]
    for heir in heirs:
        heir.effects["created"] = True
    source, values = joined(
        {
            "d": ("bigint", [h.id for h in heirs]),
            "e": ("jsonb", [json.dumps(h.effects) for h in heirs]),
        }
    )
    run(
        f"UPDATE register_declaration t SET effects = i.e FROM {source} AS i(d, e) WHERE t.id = i.d",  # noqa: S608
        values,
    )


def _phones(
    own: Sequence[Declared],
    standing: dict[int, list[Declared]],
    undone: dict[int, list[Declared]],
    at: datetime,
) -> None:
    numbers = [d for d in own if d.submitted.get("phone")]
    now = _standing_phones([d for p in {d.person_id for d in numbers} for d in standing[p]])
    people.restore_phones(
        [(d.person_id, d.submitted["phone"], now.get(d.person_id, "")) for d in numbers], at=at
    )
    people.restore_contacts(
        [
            d.effects["phone"][1]
            for d in numbers
            if d.person_id not in now
            and not undone[d.person_id]
            and d.effects.get("phone", [0, None])[1] is not None
        ]
    )


def give_phones(kept: int, other: int, *, since: datetime, at: datetime) -> None:
    """Two records are two again: a phone declared since the merge (`since`) is of the person whose
    number was named; what it replaced of the kept record's stands again."""
    wrote = [d for d in _coming(other) if d.applied_at >= since and "phone" in d.effects]
    contacts = [d.effects["phone"][0] for d in wrote]
    on_kept = [
        replace(d, person_id=kept, effects={"phone": [new, None if before in contacts else before]})
        for d in wrote
        for new, before in [d.effects["phone"]]
    ]
    _phones(on_kept, defaultdict(list, {kept: _coming(kept)}), defaultdict(list), at)
    people.give_contacts(contacts, from_id=kept, to_id=other)


def stand_phones(kept: int, other: int, *, since: datetime, at: datetime) -> None:
    """After `give_phones`: each has the phone that stands by what was declared under their own
    number, also one that the other record's phone replaced or kept from being entered."""
    with_phone = [d for p in (kept, other) for d in _coming(p) if d.submitted.get("phone")]
    numbers = {
        p: {d.submitted["phone"] for d in with_phone if d.person_id == p} for p in (kept, other)
    }
    meanwhile = {d.person_id for d in with_phone if d.applied_at >= since}
    live, wanted = people.phones([kept, other]), _standing_phones(with_phone)
    changes = []
    for person, another in ((kept, other), (other, kept)):
        now, phone = live.get(person, ""), wanted.get(person, "")
        lacking = not now and bool(meanwhile)
        newer = person == other and other in meanwhile
        if now != phone and (lacking or newer or now in numbers[another] - numbers[person]):
            changes.append((person, now, phone))
    people.restore_phones(changes, at=at)


def part_fields(kept: int, other: int, *, since: datetime) -> None:
    """Two records are two again: a gap filled since the merge (`since`) is filled in the record of
    the person whose number was named, and in the kept one as its own declarations have it."""
    own, others = _coming(kept), _coming(other)
    for field in people.GAPS:
        first = {
            p: next((v for d in with_phone if (v := d.submitted.get(field))), "")
            for p, with_phone in ((kept, own), (other, others))
        }
        numbers = {d.submitted.get(field) for d in own}
        meanwhile = {v for d in others if d.applied_at >= since and (v := d.submitted.get(field))}
        people.restore_gaps(
            field,
            [
                *((kept, v, first[kept]) for v in sorted(meanwhile - numbers)),
                *([(other, "", first[other])] if meanwhile else []),
            ],
        )


def _coming(person_id: int) -> list[Declared]:
    """What was declared about somebody, stands, and may bring something to the record."""
    found = about([person_id], but=0)
    return [d for d in found if d.status != "undone" and d.kind not in CLOSING]


def _standing_phones(declared: Sequence[Declared]) -> dict[int, str]:
    """The phone of each person by these declarations alone: the first, and whatever replaced it
    rightly."""
    with_phone = [d for d in declared if d.kind not in CLOSING and d.submitted.get("phone")]
    may = may_replace([(d.channel, d.source, d.person_id) for d in with_phone])
    out: dict[int, str] = {}
    for declaration, free in zip(with_phone, may, strict=True):
        if free or declaration.person_id not in out:
            out[declaration.person_id] = declaration.submitted["phone"]
    return out


def _gaps(field: str, own: Sequence[Declared], standing: dict[int, list[Declared]]) -> None:
    first = {
        p: next(
            (o.submitted[field] for o in found if o.kind not in CLOSING and o.submitted.get(field)),
            "",
        )
        for p, found in standing.items()
    }
    people.restore_gaps(
        field,
        [
            (p, v, first.get(p, ""))
            for p, v in {
                d.person_id: d.submitted[field] for d in own if d.submitted.get(field)
            }.items()
        ],
    )
