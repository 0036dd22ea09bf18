"""Showing a picture, and keeping the contradictions between sources as tickets that somebody answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from anju.domains.exchange.picture.data.picture import (
    DECISIONS,
    Chosen,
    Picture,
    TicketView,
    answer_days,
    definitions,
)
from anju.domains.exchange.picture.models import PictureTicket
from anju.domains.exchange.picture.queries.sources import candidates_of
from anju.domains.exchange.picture.rules.choosing import composed
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.db.scope import inside
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

SEE, ANSWER = "person.see", "review.decide"
NOTE = "exchange.picture.note"


def pictures(person_ids: Sequence[int], *, day: date) -> dict[int, Picture]:
    """The pictures of people in sight on a day. That somebody is shown one is recorded by `picture`."""
    known = dict(definitions())
    return {p: composed(p, some, day, known) for p, some in candidates_of(person_ids, day).items()}


def picture(
    person_id: int, *, actor: Actor, at: datetime, day: date | None = None
) -> tuple[Picture, list[TicketView]]:
    """One picture with its open tickets, recorded as a reading. `NotFound` ``person_unknown``."""
    actor.require(SEE)
    person = people.canonical(person_id)
    if person not in people.visible_to(actor, [person]):
        raise NotFound("person_unknown")
    found = pictures([person], day=day or local_date(at)).get(person)
    if found is None:
        raise NotFound("person_unknown")
    audit.record_read(
        actor,
        person_ids=[person],
        fields=["name", "sex", "birth_date", "stay", "jobs", "permit"],
        action="picture.one",
        at=at,
    )
    rows = PictureTicket.objects.filter(person_id=person, state="open").order_by("due", "id")
    return found, [_view(r) for r in rows]


def refresh_tickets(person_ids: Sequence[int], *, at: datetime) -> int:
    """Open a ticket for each contradiction that is new, and let go of those that are no more; how many were opened."""
    persons = sorted(set(people.all_canonical(person_ids).values()))
    day = local_date(at)
    regions = {s.person_id: s.region for s in register.stays_of(persons, as_of=day) if s.habitual}
    current: dict[tuple[int, str], tuple[str, Chosen]] = {}
    for person, found in pictures(persons, day=day).items():
        for field in found.fields:
            if field.contradicting and person in regions:
                current[person, field.field] = (digest_of(field), field)
    before = set(
        PictureTicket.objects.filter(person_id__in=persons).values_list(
            "person_id", "field", "digest"
        )
    )
    opened = PictureTicket.objects.bulk_create(
        (
            PictureTicket(
                person_id=person,
                field=name,
                digest=digest,
                sources=_sources(field),
                region=regions[person],
                opened_on=day,
                due=day + timedelta(days=answer_days()),
            )
            for (person, name), (digest, field) in current.items()
            if (person, name, digest) not in before
        ),
        ignore_conflicts=True,
    )
    gone = [
        t.pk
        for t in PictureTicket.objects.filter(person_id__in=persons, state="open")
        if current.get((t.person_id, t.field), ("",))[0] != t.digest
    ]
    PictureTicket.objects.filter(pk__in=gone).update(state="gone", closed_at=at)
    return len(opened)


def digest_of(field: Chosen) -> str:
    """What contradicts what: sources and values, whatever their days."""
    parts = sorted({(c.source, c.value) for c in (field.chosen, *field.contradicting) if c})
    return hashlib.sha256(repr((field.field, parts)).encode()).hexdigest()


def _sources(field: Chosen) -> list[str]:
    return list(dict.fromkeys(c.source for c in (field.chosen, *field.contradicting) if c))


def tickets(
    *, actor: Actor, at: datetime, limit: int, offset: int = 0
) -> tuple[list[TicketView], int]:
    """Open tickets in the actor's area, what is due first, and how many. Two queries."""
    actor.require(ANSWER)
    here = inside(actor.regions(ANSWER))
    found = PictureTicket.objects.filter(here, state="open").order_by("due", "id")
    page = [_view(r) for r in found[offset : offset + limit]]
    audit.record_read(
        actor,
        person_ids=[t.person_id for t in page],
        fields=["name"],
        action="picture.tickets",
        at=at,
    )
    return page, found.count()


def close_ticket(
    ticket_id: int, decision: str, note: str, *, actor: Actor, at: datetime
) -> TicketView:
    """Answer a contradiction. Nothing in the register changes by it. `Refused` ``ticket_decision``, ``ticket_note``,
    ``identity_number_in_text``, `NotFound` ``ticket_unknown``, `Conflict` ``ticket_closed``."""
    actor.require(ANSWER)
    row = PictureTicket.objects.select_for_update().filter(pk=ticket_id).first()
    if row is None or not actor.may(ANSWER, region=row.region):
        raise NotFound("ticket_unknown")
    if row.state != "open":
        raise Conflict("ticket_closed")
    if decision not in DECISIONS:
        raise Refused("ticket_decision")
    if not note.strip():
        raise Refused("ticket_note")
    require_no_identity_number(note)
    row.state, row.decision, row.closed_at = "closed", decision, at
    row.closed_label = actor.label[:100]
    row.note_cipher = encrypt(note.strip()[:500], NOTE, row=row_of(row.pk))
    row.save()
    audit.record_write(
        actor,
        action="picture.ticket_closed",
        subject_kind="exchange_picture_ticket",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"field": row.field, "decision": decision},
    )
    return _view(row)


def _view(row: PictureTicket) -> TicketView:
    note = decrypt(row.note_cipher, NOTE, row=row_of(row.pk)) if row.note_cipher else ""
    return TicketView(
        row.pk,
        row.person_id,
        row.field,
        tuple(row.sources),
        row.region,
        row.state,
        row.due,
        row.opened_on,
        row.decision,
        note,
    )
