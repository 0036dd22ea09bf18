"""Filing employers: the unit itself, whom to ring there, and messages to it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.domains.employers.filing.data import ContactView, EmployerView
from anju.domains.employers.filing.models import Contact, Employer
from anju.domains.employers.filing.queries import (
    CONTACT_PHONE,
    by_code,
    contacts,
    employers,
    phones_of,
)
from anju.domains.employers.filing.rules import business_phone, credit_code
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.credit_codes import credit_code_fault
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.statements import next_ids, rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.notices import api as notices

BOUND = (BoundColumn("employers_contact", "phone_cipher", "id", (CONTACT_PHONE,)),)
"""Ciphertexts that are bound to their rows."""
MOST_CONTACTS = 100
LONGEST = {"employer_name_too_long": 120, "employer_address_too_long": 200}
_OWN_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def add_employer(
    *,
    actor: Actor,
    name: str,
    region: str,
    address: str = "",
    uscc: str = "",
    industry: str = "",
    code: str = "",
    at: datetime,
) -> EmployerView:
    """Record an employer. Raises `Conflict` employer_exists, or `Refused`: employer_name_missing,
    employer_name_too_long, employer_address_too_long, employer_code_form (own codes: up to twelve
    letters, digits, hyphens), or what is wrong with the credit code (GB 32100).
    One without any code whose name and address are on file in that community is the one on file: sent again, it
    changes nothing.
    """
    actor.require("employer.edit", region=region)
    uscc = credit_code(uscc)
    _check(name, address, uscc, code.upper())
    wanted = code.upper() or "E" + "".join(secrets.choice(_ALPHABET) for _ in range(7))
    if by_code(wanted) or (uscc and by_code(uscc)):
        raise Conflict("employer_exists", code=uscc or wanted)
    try:
        with transaction.atomic():
            if not (code or uscc) and (same := _on_file(name.strip(), region, address.strip())):
                return same
            row = Employer.objects.create(
                code=wanted,
                name=name.strip(),
                uscc=uscc,
                region=region,
                address=address.strip(),
                industry=industry,
                recorded_at=at,
            )
    except IntegrityError as taken:  # somebody entered it in the same moment
        raise Conflict("employer_exists", code=uscc or wanted) from taken
    audit.record_write(
        actor, action="employer.add", subject_kind="employer", subject_id=row.id, at=at
    )
    return EmployerView(row.id, row.code, row.name, row.uscc, row.region, row.address, row.industry)


def _on_file(name: str, region: str, address: str) -> EmployerView | None:
    """Who is filed so without a credit code. Requests that file the same wait for one another."""
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"employer {region} {name}"])
    row = Employer.objects.filter(name=name, region=region, address=address, uscc="").first()
    return employers([row.id]).get(row.id) if row else None


def change_employer(
    employer_id: int, *, actor: Actor, name: str, address: str, uscc: str, at: datetime
) -> EmployerView:
    """Change name, address or credit code of an employer, by staff of its region; the same again changes nothing.

    Raises `NotFound` employer_unknown, `NotAllowed`, `Conflict` employer_exists when another has the code, and
    `Refused` as `add_employer` does.
    """
    employer = employers([employer_id]).get(employer_id)
    if employer is None:
        raise NotFound("employer_unknown", id=employer_id)
    actor.require("employer.edit", region=employer.region)
    wanted = (name.strip(), address.strip(), credit_code(uscc))
    _check(wanted[0], wanted[1], wanted[2], "")
    if wanted == (employer.name, employer.address, employer.uscc):
        return employer
    other = by_code(wanted[2]) if wanted[2] else None
    if other is not None and other.id != employer.id:
        raise Conflict("employer_exists", code=wanted[2])
    Employer.objects.filter(id=employer.id).update(
        name=wanted[0], address=wanted[1], uscc=wanted[2]
    )
    audit.record_write(
        actor,
        action="employer.change",
        subject_kind="employer",
        subject_id=employer.id,
        at=at,
        detail={"uscc": [employer.uscc, wanted[2]]} if wanted[2] != employer.uscc else {},
    )
    return replace(employer, name=wanted[0], address=wanted[1], uscc=wanted[2])


def _check(name: str, address: str, uscc: str, code: str) -> None:
    if not name.strip():
        raise Refused("employer_name_missing")
    for problem, text in zip(LONGEST, (name, address), strict=True):
        if len(text.strip()) > LONGEST[problem]:
            raise Refused(problem, most=LONGEST[problem])
    if wrong := credit_code_fault(uscc) if uscc else None:
        raise Refused(wrong, uscc=uscc)
    if code and not _OWN_CODE.fullmatch(code):
        raise Refused("employer_code_form", code=code)


def add_contact(
    employer_id: int,
    *,
    actor: Actor,
    name: str,
    duty: str = "",
    phone: str,
    liaison: bool = False,
    at: datetime,
) -> ContactView:
    """Record whom to ring there, or one of the liaison people. Raises `Refused` `employer_contact_name`,
    `employer_contact_phone`, or `employer_contacts_full` above `MOST_CONTACTS`.
    """
    employer = _edited(employer_id, actor)
    number = business_phone(phone)
    if not name.strip():
        raise Refused("employer_contact_name")
    if number is None:
        raise Refused("employer_contact_phone")
    if len(contacts(employer.id)) >= MOST_CONTACTS:
        raise Refused("employer_contacts_full", most=MOST_CONTACTS)
    (contact,) = next_ids("employers_contact", 1)
    row = Contact.objects.create(
        id=contact,
        employer_id=employer.id,
        name=name.strip()[:60],
        duty=duty.strip()[:60],
        phone_cipher=encrypt(number, CONTACT_PHONE, row=row_of(contact)),
        liaison=liaison,
        recorded_at=at,
    )
    audit.record_write(
        actor, action="employer.contact_add", subject_kind="employer", subject_id=employer.id, at=at
    )
    return ContactView(row.id, row.name, row.duty, number, liaison)


def mark_liaison(
    employer_id: int, contact_id: int, *, liaison: bool, actor: Actor, at: datetime
) -> None:
    """Name a contact one of the liaison people, or no more; the same again changes nothing. Raises `NotFound`."""
    employer = _edited(employer_id, actor)
    found = Contact.objects.filter(employer_id=employer.id, id=contact_id).first()
    if found is None:
        raise NotFound("employer_contact_unknown")
    if found.liaison == liaison:
        return
    Contact.objects.filter(id=contact_id).update(liaison=liaison)
    audit.record_write(
        actor,
        action="employer.liaison",
        subject_kind="employer",
        subject_id=employer.id,
        at=at,
        detail={"contact": contact_id, "liaison": liaison},
    )


def remove_contact(employer_id: int, contact_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a contact off. Raises `NotFound` when there is none of that number."""
    employer = _edited(employer_id, actor)
    gone, _ = Contact.objects.filter(employer_id=employer.id, id=contact_id).delete()
    if not gone:
        raise NotFound("employer_contact_unknown")
    audit.record_write(
        actor,
        action="employer.contact_remove",
        subject_kind="employer",
        subject_id=employer.id,
        at=at,
    )


def tell(
    employer: EmployerView,
    kind: str,
    words: tuple[str, str],
    *,
    at: datetime,
    named: Mapping[str, object],
    context: Mapping[str, str | int],
) -> int:
    """Send an employer's people a message (Chinese, English) in the caller's transaction; to how many phones."""
    phones = phones_of(employer)
    for phone, language in phones.items():
        text = words[0] if language.startswith("zh") else words[1]
        notices.send(kind, phone, text.format(**named), at=at, context=context)
    return len(phones)


def _edited(employer_id: int, actor: Actor) -> EmployerView:
    """The employer, if the actor may change it: as itself, or as staff of its region."""
    employer = employers([employer_id]).get(employer_id)
    if employer is None:
        raise NotFound("employer_unknown", id=employer_id)
    if not actor.may("employer.edit", party=employer.party):
        actor.require("employer.edit", region=employer.region)
    return employer
