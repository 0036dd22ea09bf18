"""What register, permits and exchange prove of children and who guards them, so that nobody is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from anju.domains.casework.enrolment.data import Known
from anju.domains.housing.api import rentals
from anju.domains.people import api as people
from anju.domains.permits.api import eligibility, lifecycle
from anju.domains.permits.api.lifecycle import PermitState
from anju.domains.register import api as register

Periods = list[tuple[date, date | None]]
_BEGINNING = date(1990, 1, 1)
OWN_HOME = "01"
"""Dwelling type of a home of one's own (GB/T 31000)."""


def known_of(child_id: int, guardian_ids: Sequence[int], *, city: str, day: date) -> list[Known]:
    """What is proved of a child and its guardians in a city (a code prefix) on a day: of guardians what one of them
    proves. As far as the transaction sees. Eight queries."""
    everybody = [child_id, *guardian_ids]
    stays = [s for s in register.stays_of(everybody) if s.region.startswith(city)]
    proofs = eligibility.proofs_of(everybody)
    permits = [p for p in lifecycle.permits_of(everybody) if p.state is PermitState.ACTIVE]
    found = [
        *([Known("family", "register", ((_BEGINNING, None),))] if guardian_ids else []),
        *_of(
            "stay", "register", joined((s.since, s.until) for s in stays if s.person_id != child_id)
        ),
        *_of(
            "child_stay",
            "register",
            joined((s.since, s.until) for s in stays if s.person_id == child_id),
        ),
        *_of(
            "permit",
            "permits",
            [(p.issued_on or day, None) for p in permits if p.person_id != child_id],
        ),
        *_of(
            "child_permit",
            "permits",
            [(p.issued_on or day, None) for p in permits if p.person_id == child_id],
        ),
        *_of("work", "register", [(j.since, j.until) for j in register.jobs_of(guardian_ids)]),
        *_of(
            "lease",
            "register",
            [
                *((since, None) for _p, _h, since, _n in rentals.leases_held(everybody, day=day)),
                *((s.since, s.until) for s in stays if s.dwelling == OWN_HOME),
            ],
        ),
        *_of("hukou", "register", _household(everybody)),
    ]
    for _person, code, since, until in proofs:
        fact = {"insurance": "insurance", "stable_job": "work", "stable_home": "lease"}.get(code)
        if fact is not None and _person != child_id:
            found.append(Known(fact, "permits", ((since, until),)))
    at_school = any(
        person == child_id
        and code == "schooling"
        and since <= day
        and (until is None or until > day)
        for person, code, since, until in proofs
    )
    return found if at_school else [*found, Known("no_school", "register", ((_BEGINNING, None),))]


def _of(fact: str, source: str, periods: Periods) -> list[Known]:
    return [Known(fact, source, tuple(periods))] if periods else []


def _household(everybody: Sequence[int]) -> Periods:
    """The registered household of the family: on record when its place of origin is, for each of them."""
    seen = people.persons(everybody)
    known = len(seen) == len(set(everybody)) and all(p.origin for p in seen.values())
    return [(_BEGINNING, None)] if known else []


def joined(periods: object) -> Periods:
    """Periods in order, those that follow each other without a day between as one."""
    found: Periods = []
    for since, until in sorted(periods, key=lambda p: p[0]):  # type: ignore[call-overload]
        last = found[-1] if found else None
        if last is not None and (last[1] is None or last[1] + timedelta(days=1) >= since):
            end = None if last[1] is None or until is None else max(last[1], until)
            found[-1] = (last[0], end)
        else:
            found.append((since, until))
    return found
