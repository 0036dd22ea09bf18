"""Reads of employers on file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.access import api as access
from anju.domains.employers.filing.data import (
    LIAISON,
    ContactView,
    EmployerRule,
    EmployerView,
    LiaisonNeed,
)
from anju.domains.employers.filing.rules import liaison_needed, read_rule, rule_in_force
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows
from anju.foundation.law import LawFile, Part, Section

CONTACT_PHONE = "employer.contact"
MOBILE = 11
"""Digits of a mobile number; a landline takes no message."""
_ONE = "SELECT id, code, name, uscc, region, address, industry FROM employers_employer"


def employers(ids: Sequence[int]) -> dict[int, EmployerView]:
    """Employers by id."""
    return {r[0]: EmployerView(*r) for r in rows(f"{_ONE} WHERE id = ANY(%s)", [list(ids)])}


def employers_after(employer_id: int, *, limit: int) -> list[EmployerView]:
    """The employers that follow this number, by number: to go through all of them in blocks."""
    return [
        EmployerView(*r)
        for r in rows(f"{_ONE} WHERE id > %s ORDER BY id LIMIT %s", [employer_id, limit])
    ]


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


def by_credit_codes(codes: Sequence[str]) -> dict[str, int]:
    """Unified social credit code → employer, of those on file. One query."""
    return dict(
        rows(
            "SELECT uscc, id FROM employers_employer WHERE uscc <> '' AND uscc = ANY(%s)",
            [sorted({c.upper() for c in codes})],
        )
    )


def contacts(employer_id: int) -> list[ContactView]:
    """Whom to ring there, liaison people first, then in the order they were entered, as far as the transaction may see
    them."""
    found = rows(
        "SELECT id, name, duty, phone_cipher, liaison FROM employers_contact WHERE employer_id = %s "
        "ORDER BY liaison DESC, id",
        [employer_id],
    )
    phones = decrypt_many([r[3] for r in found], CONTACT_PHONE, rows=[row_of(r[0]) for r in found])
    return [
        ContactView(id_, name, duty, phone, liaison)
        for (id_, name, duty, _cipher, liaison), phone in zip(found, phones, strict=True)
    ]


def liaison_counts(employer_ids: Sequence[int]) -> dict[int, int]:
    """How many liaison people each of these employers has named, as far as the transaction may see them. One query."""
    return {
        r[0]: int(r[1])
        for r in rows(
            "SELECT employer_id, count(*) FROM employers_contact WHERE liaison AND employer_id = ANY(%s) "
            "GROUP BY employer_id",
            [list(employer_ids)],
        )
    }


def _rule(part: Part, file: LawFile) -> EmployerRule:
    return read_rule(part, region=file.region)


RULES = Section("employers", _rule)


def employer_rule(key: str, region: str, day: date) -> EmployerRule | None:
    """What is asked of employers there on that day (`LIAISON`, `ROSTER`); None where nothing is."""
    return rule_in_force(RULES.entries(), key, region, day)


def liaison_need(employer: EmployerView, *, workers: int, has: int, day: date) -> LiaisonNeed:
    """How many liaison people an employer with so many workers needs, beside how many it `has`. No query."""
    rule = employer_rule(LIAISON, employer.region, day)
    return LiaisonNeed(liaison_needed(rule, workers), has, rule)


def phones_of(employer: EmployerView) -> dict[str, str]:
    """The mobile phones by which an employer is notified: of its contacts and of the accounts that act for it,
    each with the language of its account. Three queries."""
    out = {c.phone: "zh-hans" for c in contacts(employer.id) if len(c.phone) == MOBILE}
    users = [g.user_id for g in access.grants_of_party(party=employer.party)]
    return out | dict(access.phones_of_users(users).values())


def suggest(q: str, *, regions: Sequence[str], limit: int = 12) -> list[EmployerView]:
    """Employers whose name, code or credit code contains the text, in these regions."""
    text = q.strip()
    if len(text) < 2 or not regions:
        return []
    where, params = _within(regions, text)
    return [
        EmployerView(*r)
        for r in rows(
            f"{_ONE} WHERE {where} ORDER BY NOT starts_with(name, %s), name LIMIT %s",
            [*params, text, limit],
        )
    ]


def employers_in(regions: Sequence[str], *, q: str = "") -> list[EmployerView]:
    """All employers of these regions, by name; with `q` those whose name holds it, or whose code or credit code begins
    with it. One query."""
    where, params = _within(regions, q)
    return [EmployerView(*r) for r in rows(f"{_ONE} WHERE {where} ORDER BY name, id", params)]


def employer_ids_in(
    regions: Sequence[str], *, q: str = "", by_place: bool = False, down: bool = False
) -> list[int]:
    """The employers of `employers_in` by number, by name or by place, or the other way round. One query."""
    where, params = _within(regions, q)
    way = "DESC" if down else "ASC"
    order = f"region {way}, name, id" if by_place else f"name {way}, id"
    return [
        r[0]
        for r in rows(f"SELECT id FROM employers_employer WHERE {where} ORDER BY {order}", params)  # noqa: S608
    ]


def _within(regions: Sequence[str], q: str) -> tuple[str, list[object]]:
    """The condition of lying in one of these regions and being meant by the text, and its values."""
    bounds = [b for r in regions for b in subtree(r)]
    place = " OR ".join(["(region >= %s AND region < %s)"] * len(regions)) or "false"
    text = q.strip()
    if not text:
        return f"({place})", list(bounds)
    code = text.upper()
    named = "(strpos(name, %s) > 0 OR starts_with(code, %s) OR starts_with(uscc, %s))"
    return f"({place}) AND {named}", [*bounds, text, code, code]
