"""Showing a masked value in full: one place for the right, the purpose and the trace."""

from __future__ import annotations

from datetime import datetime

from anju.domains.people.models import Contact, Document
from anju.domains.people.queries.current import within_scope_now
from anju.domains.people.rules import keys
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import decrypt
from anju.foundation.errors import NotAllowed, NotFound

REVEAL = "person.reveal"


def reveal_number(actor: Actor, *, document_id: int, purpose: str, at: datetime) -> str:
    """The full number of a document, leaving a line in the access log that the person can read.

    Raises `NotFound` for a document that is absent or out of sight (alike), `NotAllowed` `not_allowed` without
    ``person.reveal`` for this person, `purpose_not_held` for a purpose none of those grants serves.
    """
    row = Document.objects.filter(id=document_id).first()
    if row is None:
        raise NotFound("document_unknown", id=document_id)
    _may_reveal(actor, row.person_id, purpose)
    _note(actor, row.person_id, "document.number", purpose, at)
    return decrypt(row.number_cipher, keys.NUMBER, row=row.number_index)


def reveal_phone(actor: Actor, *, person_id: int, purpose: str, at: datetime) -> str:
    """The full phone number on file, under the conditions of `reveal_number`; `NotFound` also when there is none."""
    row = Contact.objects.filter(person_id=person_id, live=True, kind="phone").first()
    if row is None:
        raise NotFound("phone_unknown", id=person_id)
    _may_reveal(actor, person_id, purpose)
    _note(actor, person_id, "phone", purpose, at)
    return decrypt(row.value_cipher, keys.PHONE, row=row.value_index)


def _may_reveal(actor: Actor, person_id: int, purpose: str) -> None:
    if person_id not in within_scope_now(actor, [person_id], REVEAL):
        raise NotAllowed("not_allowed", permission=REVEAL)
    held = {p for grant in actor.grants if REVEAL in grant.permissions for p in grant.purposes}
    if actor.kind != "system" and purpose not in held:
        raise NotAllowed("purpose_not_held", purpose=purpose)


def _note(actor: Actor, person_id: int, field: str, purpose: str, at: datetime) -> None:
    audit.record_read(
        actor.for_purpose(purpose),
        person_ids=[person_id],
        fields=[field],
        action="person.reveal",
        at=at,
        reveal=True,
    )
