"""Generated actors: role × region × purpose × party × tied person, and what a naive reader says they may see."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from anju.domains.access.data import PURPOSE_BOUND, PURPOSES, ROLES, GrantValue
from anju.domains.access.rules import default_purpose, own_grant, resolve
from anju.foundation.actor import Actor
from tests.guard.town import AT, CLERKS, COMMUNITIES, RESIDENT, Town

PREFIXES = (
    "",
    "43",
    "44",
    "4301",
    "4403",
    "430181",
    "430102",
    "11",
    "43018112",
    *CLERKS,
    *COMMUNITIES,
    "430181124205001",
    "430181124",
    "430181001",
)
REGIONAL = [r.code for r in ROLES.values() if r.scope == "region"]


@dataclass(frozen=True)
class Known:
    """What the oracle remembers of an actor: where it holds ``person.see``, for whom, who it is, and at which very
    divisions it works at a rescue station."""

    regions: tuple[str, ...]
    parties: frozenset[str]
    person: int | None
    user: int | None
    rescues: frozenset[str] = frozenset()
    clinics: tuple[str, ...] = ()
    """Where it holds ``vaccination.see``."""
    desks: tuple[str, ...] = ()
    """Where it holds ``care.see``."""
    education: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    """Where it holds ``enrol.see`` and ``enrol.school``, which open rows of these offices alone."""

    def desk(self, code: str) -> bool:
        return any(code.startswith(r) for r in self.desks)

    def clinic(self, code: str) -> bool:
        return any(code.startswith(r) for r in self.clinics)

    def region(self, code: str) -> bool:
        return code[:1].isdigit() and any(code.startswith(r) for r in self.regions)

    def party(self, key: str) -> bool:
        return key in self.parties

    def source(self, key: str) -> bool:
        return (
            key in self.parties
            or key == f"user:{self.user}"
            or (self.person and key == f"person:{self.person}")
        )


@dataclass(frozen=True)
class Drawn:
    """One actor as `access` would make it, the grants it was made of, and the oracle's own reading of them."""

    actor: Actor
    known: Known
    grants: list[GrantValue]

    def may(self, permission: str, region: str) -> bool:
        """The oracle's word on an action in a place: some grant that holds today reaches there, and what touches
        personal data is done for a purpose of that grant."""
        return any(
            permission in ROLES[g.role].permissions
            and g.region is not None
            and region.startswith(g.region)
            for g in _good(self.grants, self.actor.purpose if permission in PURPOSE_BOUND else None)
        )


def draw(chance: random.Random, town: Town) -> tuple[Actor, Known]:
    """One actor, and the oracle's own reading of the same grants."""
    found = drawn(chance, town)
    return found.actor, found.known


def drawn(chance: random.Random, town: Town) -> Drawn:
    """One actor with everything it was made of."""
    kind = chance.choice(("staff", "staff", "staff", "public", "party", "client"))
    grants = (
        [_grant(chance, kind, town, n) for n in range(chance.choice((1, 1, 2, 3)))]
        if kind != "public"
        else []
    )
    if kind == "public" and chance.random() < 0.3:
        grants = [_grant(chance, "party", town, 0)]
    purpose = (
        chance.choice(tuple(PURPOSES)) if chance.random() < 0.3 else default_purpose(grants, at=AT)
    )
    person = chance.choice(town.lives).id if kind == "public" and chance.random() < 0.8 else None
    user = chance.choice((*CLERKS.values(), RESIDENT, RESIDENT + 1, 77, 78))
    resolved = resolve(grants, at=AT, purpose=purpose)
    if kind == "public":
        resolved = (*resolved, own_grant(person))
    actor = Actor(
        kind="public" if kind in ("public", "party") else kind,
        user_id=user,
        label="drawn",
        grants=resolved,
        person_id=person,
        purpose=purpose,
    )
    return Drawn(actor, _known(grants, purpose, person, user), grants)


def _grant(chance: random.Random, kind: str, town: Town, number: int) -> GrantValue:
    role = {"staff": chance.choice(REGIONAL), "client": "client", "party": ""}[kind]
    party = None
    if kind == "party":
        party = chance.choice(town.parties)
        role = "landlord" if party.startswith("holder:") else "employer"
    allowed = ROLES[role].purposes
    purposes = (
        tuple(chance.sample(allowed, chance.randrange(1, len(allowed) + 1)))
        if chance.random() < 0.3
        else ()
    )
    today = AT.date()
    return GrantValue(
        id=number,
        user_id=1,
        role=role,
        region=None if party else chance.choice(PREFIXES),
        party=party,
        purposes=purposes,
        valid_from=chance.choice((today - timedelta(30),) * 12 + (today + timedelta(3),)),
        valid_to=chance.choice((None,) * 12 + (today, today - timedelta(1), today + timedelta(9))),
        granted_by=None,
        granted_at=AT,
        revoked_at=chance.choice((None,) * 12 + (AT - timedelta(1), AT + timedelta(1))),
    )


def _known(grants: list[GrantValue], purpose: str, person: int | None, user: int | None) -> Known:
    held = _good(grants, purpose)
    good = [g for g in held if "person.see" in ROLES[g.role].permissions]
    clinics = [g for g in held if "vaccination.see" in ROLES[g.role].permissions]
    return Known(
        tuple(g.region for g in good if g.region is not None),
        frozenset(g.party for g in good if g.party),
        person,
        user,
        frozenset(
            g.region
            for g in _good(grants, purpose)
            if g.region and "rescue.see" in ROLES[g.role].permissions
        ),
        tuple(g.region for g in clinics if g.region is not None),
        *(
            tuple(g.region or "" for g in _good(grants, purpose) if p in ROLES[g.role].permissions)
            for p in ("care.see", "enrol.see", "enrol.school")
        ),
    )


def _good(grants: list[GrantValue], purpose: str | None) -> list[GrantValue]:
    """Grants in force on the day, for this purpose (None: whatever their purposes)."""
    today: date = AT.date()
    return [
        g
        for g in grants
        if g.valid_from <= today
        and (g.valid_to is None or today < g.valid_to)
        and (g.revoked_at is None or g.revoked_at > AT)
        and (purpose is None or purpose in (g.purposes or ROLES[g.role].purposes))
    ]
