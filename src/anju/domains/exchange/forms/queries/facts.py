"""What is on file of people, fact by fact, each with who says so and of which day. Recording that it was read is the
caller's duty."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from anju.domains.employers import api as employers
from anju.domains.exchange.forms.data.forms import Fact
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.permits.api import lifecycle
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.clock import local_date

Found = dict[str, list[Fact]]
_RECORD, _REGISTER, _PERMIT = "record", "register", "permit"
_MOST_DECLARATIONS = 50


def facts_of(person_ids: Sequence[int], wanted: Collection[str], day: date) -> dict[int, Found]:
    """Person in sight → fact → what is on file of it. A fixed number of queries for facts of the register; one a
    person more for what was declared."""
    known = people.persons(list(person_ids))
    ids = list(known)
    found: dict[int, Found] = {p: {"form.day": [Fact(day.isoformat(), "form", day)]} for p in ids}
    groups = {w.partition(".")[0] for w in wanted}
    for person, view in known.items():
        _add(found[person], _of_record(view))
    if {"person.doc_number", "person.doc_type"} & set(wanted):
        _documents(known, found)
    if "person.phone" in wanted:
        for person, number in people.phones(ids).items():
            day_of = local_date(known[person].recorded_at)
            found[person]["person.phone"] = [Fact(number, _RECORD, day_of, f"person:{person}")]
    for group, read in (("home", _homes), ("job", _jobs), ("permit", _permits)):
        if group in groups:
            for person, some in read(ids, day):
                _add(found[person], some)
    if "declared" in groups:
        for person in ids:
            _add(found[person], _declared(person))
    return found


def _add(found: Found, some: Mapping[str, Fact | None]) -> None:
    for name, fact in some.items():
        if fact is not None and fact.value:
            found.setdefault(name, []).append(fact)


def _of_record(view: PersonView) -> dict[str, Fact | None]:
    day, reference = local_date(view.recorded_at), f"person:{view.id}"
    values = {
        "person.name": view.name,
        "person.sex": view.sex,
        "person.birth_date": view.birth_date.isoformat() if view.birth_date else "",
        "person.nationality": view.nationality,
        "person.hukou": view.hukou_text,
        "person.education": view.education,
    }
    return {name: Fact(value, _RECORD, day, reference) for name, value in values.items()}


def _documents(known: Mapping[int, PersonView], found: Mapping[int, Found]) -> None:
    """The live document of each: a citizen's card before others, the newest of one kind."""
    chosen = {
        person: min(live, key=lambda d: (d.kind not in people.CITIZEN_KINDS, -d.id))
        for person, view in known.items()
        if (live := [d for d in view.documents if d.live])
    }
    numbers = people.numbers([d.id for d in chosen.values()])
    for person, document in chosen.items():
        day, reference = local_date(known[person].recorded_at), f"document:{document.id}"
        number = numbers.get(document.id, "")
        _add(
            found[person],
            {
                "person.doc_type": Fact(document.kind, _RECORD, day, reference),
                "person.doc_number": Fact(number, _RECORD, day, reference),
            },
        )


def _homes(ids: Sequence[int], day: date) -> list[tuple[int, dict[str, Fact | None]]]:
    stays = [s for s in register.stays_of(ids, as_of=day) if s.habitual]
    homes = places.homes(sorted({s.home_id for s in stays if s.home_id}))
    names = regions.names(sorted({s.region[:12] for s in stays}))
    out: list[tuple[int, dict[str, Fact | None]]] = []
    for s in stays:
        home, reference = homes.get(s.home_id or 0), f"stay:{s.id}"
        out.append(
            (
                s.person_id,
                {
                    "home.address": Fact(places.whole_address(home), s.channel, s.since, reference)
                    if home
                    else None,
                    "home.community": Fact(
                        names.get(s.region[:12], ""), s.channel, s.since, reference
                    ),
                    "home.since": Fact(s.since.isoformat(), s.channel, s.since, reference),
                },
            )
        )
    return out


def _jobs(ids: Sequence[int], day: date) -> list[tuple[int, dict[str, Fact | None]]]:
    jobs = register.jobs_of(ids, as_of=day)
    known = employers.employers(sorted({j.employer_id for j in jobs}))
    out: list[tuple[int, dict[str, Fact | None]]] = []
    for j in jobs:
        unit, reference = known.get(j.employer_id), f"job:{j.id}"
        values = {
            "job.employer": unit.name if unit else "",
            "job.credit_code": unit.uscc if unit else "",
            "job.position": j.position,
            "job.since": j.since.isoformat(),
        }
        found: dict[str, Fact | None] = {
            n: Fact(v, j.channel, j.since, reference) for n, v in values.items()
        }
        out.append((j.person_id, found))
    return out


def _permits(ids: Sequence[int], _day: date) -> list[tuple[int, dict[str, Fact | None]]]:
    out: list[tuple[int, dict[str, Fact | None]]] = []
    for p in lifecycle.permits_of(ids):
        if p.state not in lifecycle.LIVE:
            continue
        since, reference = p.issued_on or local_date(p.state_since), f"permit:{p.id}"
        values = {
            "permit.number": p.number,
            "permit.issued": p.issued_on.isoformat() if p.issued_on else "",
            "permit.until": p.last_day.isoformat() if p.last_day else "",
        }
        found: dict[str, Fact | None] = {
            n: Fact(v, _PERMIT, since, reference) for n, v in values.items()
        }
        out.append((p.person_id, found))
    return out


def _declared(person: int) -> dict[str, Fact | None]:
    """The newest answer that was declared and applied, of each field."""
    found: dict[str, Fact | None] = {}
    for d in register.declarations_about([person], limit=_MOST_DECLARATIONS):
        if d.status not in (register.APPLIED, register.UNCHANGED):
            continue
        for name in ("reason", "school"):
            if d.item.get(name):
                fact = Fact(
                    str(d.item[name]), d.channel, local_date(d.said_at), f"declaration:{d.id}"
                )
                found.setdefault(f"declared.{name}", fact)
    return found
