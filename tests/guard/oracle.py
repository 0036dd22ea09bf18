"""A naive oracle of who sees what, and the answers of database and queries that it is compared with.

Used by the suite and by `./anju bench isolation`; it knows no test framework.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.guard.actors import Known
from tests.guard.town import AT, FAMILIES, PLATFORM, Life, Town

TODAY = AT.date()
PEOPLE = (
    "people_person",
    "people_document",
    "people_contact",
    "people_scope",
    "people_finding",
    "people_membership",
    "people_household",
    "people_guardianship",
)
LEDGER = ("register_stay", "register_job", "register_absence")
TABLES = (
    *PEOPLE,
    *LEDGER,
    "register_declaration",
    "register_review",
    "register_batch",
    "audit_entry",
)


def own(town: Town, known: Known, life: Life) -> bool:
    """Oneself, or a ward of oneself."""
    return known.person is not None and known.person in {
        life.id,
        *(town.lives[g].id for g in life.guardians),
    }


def sees_person(town: Town, known: Known, life: Life) -> bool:
    """A place or a party of the person is the reader's, or it is the reader's own record or ward."""
    return (
        any(known.region(r) for r in life.regions)
        or any(known.party(p) for p in life.parties)
        or own(town, known, life)
    )


class Oracle:
    """Naive answers over the drawn lives and over the rows as the platform sees them."""

    def __init__(self, town: Town) -> None:
        self.town = town
        with acting(PLATFORM):
            self.owner = {
                t: dict(rows(f"SELECT id, {c} FROM {t}"))
                for t, c in (
                    ("people_document", "person_id"),
                    ("people_contact", "person_id"),
                    ("people_membership", "person_id"),
                    ("people_household", "head_id"),
                    ("people_guardianship", "ward_id"),
                )
            }
            self.scopes = rows("SELECT id, person_id, scope FROM people_scope")
            self.findings = rows("SELECT id, region FROM people_finding")
            self.ledger = {
                t: rows(f"SELECT id, person_id, region, {p} FROM {t}")
                for t, p in (
                    ("register_stay", "party"),
                    ("register_job", "party"),
                    ("register_absence", "''"),
                )
            }
            self.said = rows("SELECT id, source, key FROM register_declaration")
            self.reviews = rows(
                "SELECT r.id, d.source, d.key FROM register_review r JOIN register_declaration d "
                "ON d.id = r.declaration_id"
            )
            self.trail = rows("SELECT id, person_id, user_id FROM audit_entry")
        self.facts = {(s.source, s.key): s for s in town.said}

    def sees_person(self, known: Known, life: Life) -> bool:
        return sees_person(self.town, known, life)

    def own(self, known: Known, life: Life) -> bool:
        return own(self.town, known, life)

    def people(self, known: Known) -> set[int]:
        return {life.id for life in self.town.lives if self.sees_person(known, life)}

    def tables(self, known: Known) -> dict[str, set[int]]:
        seen, lives = self.people(known), self.town.by_id
        out = {
            "people_person": seen,
            **{t: {i for i, p in own.items() if p in seen} for t, own in self.owner.items()},
        }
        out["people_scope"] = {
            i for i, p, s in self.scopes if known.region(s) or known.source(s) or p == known.person
        }
        out["people_finding"] = {i for i, r in self.findings if known.region(r)}
        for table, found in self.ledger.items():
            out[table] = {
                i
                for i, p, r, q in found
                if known.region(r) or known.party(q) or self.own(known, lives[p])
            }
        said = {(s, k): self.sees_said(known, s, k) for _, s, k in self.said}
        out["register_declaration"] = {i for i, s, k in self.said if said[s, k]}
        out["register_review"] = {i for i, s, k in self.reviews if said[s, k]}
        out["register_batch"] = {
            i
            for i, (s, r, p) in self.town.batches.items()
            if known.source(s) or known.region(r) or known.party(p)
        }
        out["audit_entry"] = {
            i
            for i, p, u in self.trail
            if (p is not None and p == known.person) or (u is not None and u == known.user)
        }
        return out

    def sees_said(self, known: Known, source: str, key: str) -> bool:
        fact = self.facts[source, key]
        about = fact.life >= 0 and self.own(known, self.town.lives[fact.life])
        return (
            known.region(fact.region)
            or known.party(fact.party)
            or bool(known.source(source))
            or about
        )

    def stays(self, known: Known, pick: Callable[[Life], Iterable[Any]]) -> set[tuple[int, date]]:
        return {
            (life.id, p.start)
            for life in self.town.lives
            for p in pick(life)
            if known.region(p.region) or known.party(p.party) or self.own(known, life)
        }

    def named(self, known: Known, start: str) -> set[int]:
        """People whose name begins so, found through a place of theirs within reach."""
        return {
            life.id
            for life in self.town.lives
            if life.name.startswith(start) and any(known.region(r) for r in life.regions)
        }


def admitted() -> dict[str, set[int]]:
    """Ids that a bare SELECT returns, table by table; one round trip."""
    sql = " UNION ALL ".join(
        f"SELECT '{t}', coalesce(array_agg(id), '{{}}') FROM {t}" for t in TABLES
    )
    return {t: set(ids) for t, ids in rows(sql)}


def channels(
    chance: random.Random, town: Town, oracle: Oracle, actor: Actor, known: Known, ids: list[int]
) -> dict[str, tuple[Any, Any]]:
    """Every way a query hands people out: (what it answered, what the oracle says)."""
    seen = oracle.people(known)
    one, family = chance.choice(town.lives), chance.choice(FAMILIES)
    firm, home, party = (
        chance.choice(town.employers),
        chance.choice(town.homes),
        chance.choice(town.parties),
    )
    wide = people.search(family + one.name[1], regions=("",), limit=500)
    narrow = people.search(family + one.name[1], regions=actor.regions("person.see"), limit=500)
    by_number = people.search(one.number, regions=("",), limit=500)
    by_phone = people.search(one.phone, regions=("",), limit=500)
    tail = people.search(one.number[-5:], regions=("",), limit=500)
    named = oracle.named(known, family + one.name[1])
    reachable = any(known.region(r) for r in one.regions)
    mine = {one.id} if reachable else set()
    jobs = [
        (li.id, p) for li in town.lives for p in li.jobs if p.employer == town.employers.index(firm)
    ]
    at_work = {
        i
        for i, p in jobs
        if p.end is None
        and (known.region(p.region) or known.party(p.party) or oracle.own(known, town.by_id[i]))
    }
    living = {
        li.id
        for li in town.lives
        for p in li.stays
        if p.end is None
        and town.homes[p.home].id == home.id
        and (known.region(p.region) or known.party(p.party) or oracle.own(known, li))
    }
    waiting = [s for s in town.said if s.waiting and oracle.sees_said(known, s.source, s.key)]
    relatives = (
        oracle.owner["people_guardianship"] and {town.lives[g].id for g in one.guardians} & seen
        if one.id in seen
        else set()
    )
    return {
        "page": (set(people.persons(ids)), seen),
        "page of one": (one.id in people.persons([one.id]), one.id in seen),
        "stays": (
            {(s.person_id, s.since) for s in register.stays_of(ids)},
            oracle.stays(known, lambda li: li.stays),
        ),
        "stays as of": (
            {(s.person_id, s.since) for s in register.stays_of(ids, as_of=TODAY)},
            oracle.stays(known, lambda li: [p for p in li.stays if p.end is None]),
        ),
        "jobs": (
            {(j.person_id, j.since) for j in register.jobs_of(ids)},
            oracle.stays(known, lambda li: li.jobs),
        ),
        "occupants": ({s.person_id for s in register.occupants([home.id], as_of=TODAY)}, living),
        "workers": (
            {j.person_id for j in register.workers(firm.id, as_of=TODAY, limit=500)},
            at_work,
        ),
        "head count": (register.head_count(firm.id, as_of=TODAY), len(at_work)),
        "living in": (
            register.living_in("430181", as_of=TODAY),
            len(
                {
                    li.id
                    for li in town.lives
                    for p in li.stays
                    if p.end is None
                    and p.region.startswith("430181")
                    and (known.region(p.region) or known.party(p.party) or oracle.own(known, li))
                }
            ),
        ),
        "search anywhere": ({f.person_id for f in wide.found}, named),
        "search count": (wide.count, len(named)),
        "search in reach": ({f.person_id for f in narrow.found}, named),
        "search by number": ({f.person_id for f in by_number.found}, mine),
        "search by phone": ({f.person_id for f in by_phone.found}, mine),
        "search by tail": (one.id in {f.person_id for f in tail.found}, reachable),
        "guardians": (
            {r.person_id for r in people.relatives(one.id) if r.role == "guardian"},
            relatives,
        ),
        "questions of a party": (
            {r.declaration_id and r.party for r in register.waiting_for(party)},
            {s.party for s in waiting if s.party == party},
        ),
        "questions of staff": (
            sum(register.count_waiting(("",), at=AT).values()) > 0,
            any(s.party == "" for s in waiting),
        ),
        "trail": (len(audit.reads_of(one.id)) >= 0, True),
    }
