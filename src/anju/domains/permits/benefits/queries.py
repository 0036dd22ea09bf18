"""The published catalogue of benefits, and the permit an answer rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.permits.benefits.data import Entry, HeldPermit
from anju.domains.permits.benefits.rules import in_force, read_catalogue, verdict
from anju.foundation.db.statements import rows
from anju.foundation.law import LawFile, Part, Section


def _read(part: Part, file: LawFile) -> tuple[Entry, ...]:
    return read_catalogue(part, region=file.region)


CATALOGUES = Section("benefits", _read)


def _entries() -> tuple[Entry, ...]:
    return tuple(entry for entries in CATALOGUES.entries() for entry in entries)


def catalogue(*, region: str = "", today: date) -> tuple[Entry, ...]:
    """What a permit entitles to in a region on that day: what the State sets, and what province and city add."""
    return in_force(_entries(), region=region, day=today)


def additions(*, today: date) -> tuple[Entry, ...]:
    """What provinces and cities add or word otherwise on that day, by region."""
    local = [
        e
        for e in _entries()
        if e.region and e.valid_from <= today and (e.valid_to is None or today < e.valid_to)
    ]
    return tuple(sorted(local, key=lambda e: e.region))


def known(code: str, *, today: date) -> bool:
    """True when some region's catalogue has such a benefit on that day."""
    return any(e.code == code for e in (*catalogue(today=today), *additions(today=today)))


def askable(code: str, purpose: str, *, today: date) -> bool:
    """True when some region's catalogue lets departments ask about it for that purpose."""
    return any(
        e.code == code and purpose in e.purposes
        for e in (*catalogue(today=today), *additions(today=today))
    )


def entry(code: str, *, region: str, today: date) -> Entry | None:
    """The benefit of that code as it holds in a region; None when it does not hold there."""
    return next((e for e in catalogue(region=region, today=today) if e.code == code), None)


def permit_of(*, number: str, person_id: int | None) -> tuple[int, HeldPermit] | None:
    """(holder, permit) by the permit's number, or a person's live permit, else their last one. One query."""
    found = rows(
        """SELECT p.person_id, p.region, p.state, p.endorsed_until, p.valid_until,
            (SELECT max(e.effective) FROM permits_permit_event e WHERE e.permit_id = p.id AND e.to_state = 'suspended'
                AND e.from_state <> 'suspended')
        FROM permits_permit p WHERE (%s <> '' AND p.number = %s) OR (%s = '' AND p.person_id = %s)
        ORDER BY p.state IN ('withdrawn', 'expired', 'cancelled'), p.id DESC LIMIT 1""",
        [number, number, number, person_id],
    )
    return (int(found[0][0]), HeldPermit(*found[0][1:])) if found else None


def valid_permits(person_ids: Sequence[int], *, today: date) -> dict[int, str]:
    """Person → region of their permit, of those who hold one that is valid on that day (as `rules.verdict` has it). One
    query, whoever is asked about."""
    found = rows(
        """SELECT DISTINCT ON (i.person) i.person, p.region, p.state, p.endorsed_until, p.valid_until
        FROM unnest(%s::bigint[]) AS i(person) LEFT JOIN permits_permit p ON p.person_id = i.person
        ORDER BY i.person, p.state IN ('withdrawn', 'expired', 'cancelled'), p.id DESC""",
        [list(person_ids)],
        often=True,
    )
    return {
        person: region
        for person, region, state, endorsed, until in found
        if region
        and verdict(
            HeldPermit(region, state, endorsed, until, None),
            here=True,
            offered=True,
            by_number=False,
            day=today,
        ).entitled
    }
