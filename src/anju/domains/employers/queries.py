"""All reads of employers."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.employers.data import ContactView, EmployerView
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

CONTACT_PHONE = "employer.contact"
_ONE = "SELECT id, code, name, uscc, region, address, industry FROM employers_employer"


def employers(ids: Sequence[int]) -> dict[int, EmployerView]:
    """Employers by id."""
    return {r[0]: EmployerView(*r) for r in rows(f"{_ONE} WHERE id = ANY(%s)", [list(ids)])}


def areas_of_party(party: str) -> frozenset[str]:
    """The region of an employer's seat, by its scope key (``employer:7``); none for other parties. One query."""
    kind, _colon, number = party.partition(":")
    if kind != "employer" or not number.isdecimal():
        return frozenset()
    return frozenset(
        str(r[0])
        for r in rows("SELECT region FROM employers_employer WHERE id = %s", [int(number)])
    )


def by_code(code: str) -> EmployerView | None:
    """By own code or unified social credit code."""
    found = rows(
        f"{_ONE} WHERE code = %s OR (uscc <> '' AND uscc = %s)", [code.upper(), code.upper()]
    )
    return EmployerView(*found[0]) if found else None


def contacts(employer_id: int) -> list[ContactView]:
    """Whom to ring there, in the order they were entered, as far as the transaction may see them."""
    return [
        ContactView(id_, name, duty, decrypt(phone, CONTACT_PHONE, row=row_of(id_)))
        for id_, name, duty, phone in rows(
            "SELECT id, name, duty, phone_cipher FROM employers_contact WHERE employer_id = %s ORDER BY id",
            [employer_id],
        )
    ]


def suggest(q: str, *, regions: Sequence[str], limit: int = 12) -> list[EmployerView]:
    """Employers whose name, code or credit code contains the text, in these regions."""
    text = q.strip()
    if len(text) < 2 or not regions:
        return []
    bounds = [subtree(r) for r in regions]
    place = " OR ".join(["(region >= %s AND region < %s)"] * len(bounds))
    return [
        EmployerView(*r)
        for r in rows(
            f"{_ONE} WHERE ({place}) AND (name LIKE %s OR code LIKE %s OR uscc LIKE %s) "
            "ORDER BY name NOT LIKE %s, name LIMIT %s",
            [
                *(b for pair in bounds for b in pair),
                f"%{text}%",
                f"{text.upper()}%",
                f"{text.upper()}%",
                f"{text}%",
                limit,
            ],
        )
    ]


def in_region(region: str, *, limit: int = 200, offset: int = 0) -> list[EmployerView]:
    """Employers of a region by name."""
    lo, hi = subtree(region)
    return [
        EmployerView(*r)
        for r in rows(
            f"{_ONE} WHERE region >= %s AND region < %s ORDER BY name, id LIMIT %s OFFSET %s",
            [lo, hi, limit, offset],
        )
    ]
