"""Records of the register as they are compared: read in clear, held in memory only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anju.domains.linkage.data import Field, Role
from anju.domains.linkage.rules.comparisons import Comparison, comparison_of, derive
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.api import comparing

ROLES = (
    Role.NAME,
    Role.SEX,
    Role.BIRTH,
    Role.NUMBER,
    Role.OTHER,
    Role.PHONE,
    Role.ADDRESS,
    Role.ORIGIN,
)
"""What is compared of a person: `NUMBER` is a citizen number, `OTHER` the number of another document."""
FIELDS = tuple(Field(str(r), r, (str(r),), (str(r),)) for r in ROLES)
Raw = dict[Role, str | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """Records with the columns that comparing reads; a record's place in `ids` is its place in every column."""

    ids: list[int]
    columns: dict[str, list[str | None]]
    comparisons: list[Comparison]


def raw_records(person_ids: Sequence[int]) -> dict[int, Raw]:
    """What the register says of these persons, as far as the transaction sees. Three queries."""
    found = people.identities(person_ids)
    lives = comparing.last_homes([i.person_id for i in found])
    homes = places.homes(sorted(set(lives.values()))) if lives else {}
    return {
        i.person_id: {
            Role.NAME: i.name,
            Role.SEX: i.sex,
            Role.BIRTH: i.birth_date,
            Role.NUMBER: i.number,
            Role.OTHER: i.other_number,
            Role.PHONE: i.phone,
            Role.ADDRESS: homes[lives[i.person_id]].text if lives.get(i.person_id) in homes else "",
            Role.ORIGIN: i.origin,
        }
        for i in found
    }


_CITIZEN = re.compile(r"\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dX]")


def declared_record(item: Mapping[str, object], *, address: str = "") -> Raw:
    """A declared person as records are compared: `item` holds the fields of a declaration, `address` the home in
    words. What a citizen number says of birth date and sex counts where they were not declared."""
    given = {k: str(v).strip() for k, v in item.items() if v}
    number = given.get("doc_number", "").upper()
    citizen = given.get("doc_type", people.CITIZEN) in people.CITIZEN_KINDS
    says = _CITIZEN.fullmatch(number) if citizen else None
    born, sex = given.get("birth_date", ""), given.get("sex", "")
    return {
        Role.NAME: given.get("name", ""),
        Role.SEX: sex or (("2", "1")[int(says[4]) % 2] if says else ""),
        Role.BIRTH: born or (f"{says[1]}-{says[2]}-{says[3]}" if says else ""),
        Role.NUMBER: number if citizen else "",
        Role.OTHER: "" if citizen else number,
        Role.PHONE: given.get("phone", ""),
        Role.ADDRESS: address,
        Role.ORIGIN: given.get("origin", "") or (number[:6] if says else ""),
    }


def compared(records: Mapping[int, Raw]) -> Compared:
    """Records in the columns that comparing reads."""
    ids = list(records)
    columns: dict[str, list[str | None]] = {}
    for field in FIELDS:
        columns |= derive(field, [records[i].get(field.role) or None for i in ids])
    return Compared(ids, columns, [comparison_of(f, FIELDS) for f in FIELDS])
