"""What each source says of people. A source is one function entered here; a department's data join by one more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from anju.domains.employers import api as employers
from anju.domains.exchange.picture.data.picture import Candidate
from anju.domains.housing.api import rentals
from anju.domains.people import api as people
from anju.domains.permits.api import lifecycle
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.characters import stands_for, visible
from anju.foundation.clock import local_date

Found = dict[int, list[Candidate]]
Source = Callable[[Sequence[int], date], Found]
_OF_PERSON = ("name", "sex", "birth_date", "nationality")
MOST_DECLARATIONS = 50
"""Of one person, the latest."""
_DOTS = re.compile("[•．・‧∙⋅.]")
_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Let a source speak. Called once, when its topic is made ready."""
    if name in _sources:
        raise ValueError(f"{name} speaks already")
    _sources[name] = source


def candidates_of(person_ids: Sequence[int], day: date) -> Found:
    """Person → what every source says, for people in sight. One query a person, and a fixed number besides."""
    visible = list(people.persons(list(person_ids)))
    found: Found = {p: [] for p in visible}
    for source in (*_OWN, *_sources.values()):
        for person, some in source(visible, day).items():
            found.setdefault(person, []).extend(some)
    return found


def _record(person_ids: Sequence[int], _: date) -> Found:
    out: Found = {}
    for p in people.persons(list(person_ids)).values():
        day = local_date(p.recorded_at)
        values = (p.name, p.sex, p.birth_date.isoformat() if p.birth_date else "", p.nationality)
        out[p.id] = [
            Candidate(f, "record", day, v, reference=f"person:{p.id}")
            for f, v in zip(_OF_PERSON, values, strict=True)
            if v
        ]
    return out


def _declarations(person_ids: Sequence[int], _: date) -> Found:
    """What was declared about the person herself, as it was submitted, by channel."""
    out: Found = {}
    for person in person_ids:
        out[person] = [
            Candidate(
                f, d.channel, local_date(d.said_at), _plain(f, d.item[f]), "", f"declaration:{d.id}"
            )
            for d in register.declarations_about([person], limit=MOST_DECLARATIONS)
            if d.status in (register.APPLIED, register.UNCHANGED)
            for f in _OF_PERSON
            if d.item.get(f)
        ]
    return out


def _plain(field: str, value: object) -> str:
    """A value as the record has it, so that two ways of writing are no contradiction."""
    return _DOTS.sub("·", visible(stands_for(str(value)))) if field == "name" else str(value)


def _stays(person_ids: Sequence[int], day: date) -> Found:
    stays = [s for s in register.stays_of(list(person_ids), as_of=day) if s.habitual and s.home_id]
    words = _addresses([s.home_id for s in stays])
    out: Found = {}
    for s in stays:
        given = Candidate(
            "home",
            "register",
            s.since,
            str(s.home_id),
            words.get(s.home_id or 0, ""),
            f"stay:{s.id}",
        )
        out.setdefault(s.person_id, []).append(given)
    return out


def _jobs(person_ids: Sequence[int], day: date) -> Found:
    jobs = register.jobs_of(list(person_ids), as_of=day)
    known = employers.employers(sorted({j.employer_id for j in jobs}))
    out: Found = {}
    for j in jobs:
        name = known[j.employer_id].name if j.employer_id in known else ""
        given = Candidate("employer", "register", j.since, str(j.employer_id), name, f"job:{j.id}")
        out.setdefault(j.person_id, []).append(given)
    return out


def _permits(person_ids: Sequence[int], _: date) -> Found:
    permits = [p for p in lifecycle.permits_of(list(person_ids)) if p.state in lifecycle.LIVE]
    words = _addresses([p.home_id for p in permits])
    out: Found = {}
    for p in permits:
        since, reference = p.issued_on or local_date(p.state_since), f"permit:{p.id}"
        values = {
            "permit": (p.number, ""),
            "permit_until": (p.last_day.isoformat() if p.last_day else "", ""),
            "home": (str(p.home_id or ""), words.get(p.home_id or 0, "")),
        }
        out.setdefault(p.person_id, []).extend(
            Candidate(f, "permit", since, v, w, reference) for f, (v, w) in values.items() if v
        )
    return out


def _leases(person_ids: Sequence[int], day: date) -> Found:
    out: Found = {}
    leases = rentals.leases_held(list(person_ids), day=day)
    words = _addresses([home for _, home, _, _ in leases])
    for person, home, since, number in leases:
        out.setdefault(person, []).append(
            Candidate("home", "lease", since, str(home), words.get(home, ""), f"rental:{number}")
        )
    return out


def _addresses(home_ids: Sequence[int | None]) -> dict[int, str]:
    homes = places.homes(sorted({h for h in home_ids if h}))
    return {h: places.whole_address(v) for h, v in homes.items()}


_OWN: tuple[Source, ...] = (_record, _declarations, _stays, _jobs, _permits, _leases)
