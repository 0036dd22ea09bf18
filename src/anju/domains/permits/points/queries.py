"""Points schemes in force, and what the register proves of the questions they ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.people import api as people
from anju.domains.permits.points.data import Barred, Scheme
from anju.domains.permits.points.rules import read_scheme
from anju.domains.permits.points.rules.checking import barred_items
from anju.domains.permits.points.rules.conditions import months_covered
from anju.domains.register import api as register
from anju.domains.register.api import JobView, StayView
from anju.foundation.errors import NotFound
from anju.foundation.law import LawFile, Part, Section
from anju.foundation.law.validity import holds

OWN, RENTED = frozenset({"01"}), frozenset({"02", "05", "06", "07"})
"""Dwellings (GB/T 31000) that a scheme counts as one's own, and as rented or an employer's."""


def _read_scheme(part: Part, file: LawFile) -> Scheme:
    return read_scheme(part, region=file.region)


def _read_barred(part: Part, file: LawFile) -> Barred:
    since = part.since()
    found = Barred(
        asks=frozenset(part.texts("asks")),
        since=since,
        until=part.until(since),
        source=part.pair("source"),
        confidence=part.confidence(),
    )
    part.done()
    return found


SCHEMES = Section("points", _read_scheme)
BARRED = Section("barred", _read_barred)


def barred(one: Scheme, day: date) -> dict[str, Barred]:
    """Items of a scheme that a national rule no longer lets it ask for on that day, by code."""
    return barred_items(one, day, rules=BARRED.entries())


def schemes(*, today: date) -> tuple[Scheme, ...]:
    """The version of every scheme in force on that day, by region and code."""
    best: dict[str, Scheme] = {}
    for one in SCHEMES.entries():
        before = best.get(one.code)
        if holds(one, today) and (before is None or one.valid_from >= before.valid_from):
            best[one.code] = one
    return tuple(sorted(best.values(), key=lambda s: (s.region, s.code)))


def scheme(code: str, *, today: date) -> Scheme:
    """One of them. `NotFound` ``points_scheme_unknown``."""
    found = next((s for s in schemes(today=today) if s.code == code), None)
    if found is None:
        raise NotFound("points_scheme_unknown")
    return found


def versions(code: str) -> tuple[Scheme, ...]:
    """Every published version of a scheme, oldest first."""
    return tuple(
        sorted((s for s in SCHEMES.entries() if s.code == code), key=lambda s: s.valid_from)
    )


def proven(person_id: int, one: Scheme, *, today: date) -> dict[str, date | int]:
    """What the register proves of a scheme's questions about this person: code of the fact → day of birth, or whole
    months in the scheme's region. Whatever is not proved is absent. Reads under row-level security, six queries."""
    person = people.persons([person_id]).get(person_id)
    if person is None:
        return {}
    stays = [
        s for s in register.stays_of([person_id]) if s.habitual and s.region.startswith(one.region)
    ]
    jobs = [j for j in register.jobs_of([person_id]) if j.region.startswith(one.region)]
    known: dict[str, date | int | None] = {
        "birth": person.birth_date,
        "stay_months": _months(stays, today),
        "job_months": _months(jobs, today),
        "own_home_months": _months([s for s in stays if s.dwelling in OWN], today),
        "rented_home_months": _months([s for s in stays if s.dwelling in RENTED], today),
    }
    found = {f.code: known.get(f.proven) for f in one.facts if f.proven}
    return {code: value for code, value in found.items() if value}


def _months(lines: Sequence[StayView | JobView], today: date) -> int:
    return months_covered([(line.since, line.until) for line in lines], today=today)
