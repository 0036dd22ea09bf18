"""What a grant allows, and how phones, passwords and tokens are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from anju.domains.access.data import ADMINISTRATORS, PURPOSE_BOUND, ROLES, GrantValue, Role
from anju.foundation.actor import EVERYWHERE, Actor, Grant
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed, Refused

_REGION = re.compile(r"(|\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15})", re.ASCII)
_PARTY = re.compile(r"(holder|employer):[1-9]\d*", re.ASCII)


def reaches(outer: str | None, inner: str | None) -> bool:
    """True when the region prefix `outer` contains all of `inner`; no region reaches nothing."""
    return outer is not None and inner is not None and inner.startswith(outer)


def check_scope(role: Role, region: str | None, party: str | None) -> None:
    """`Refused` unless the scope is well formed and of the kind the role needs."""
    if role.scope == "region":
        if party is not None or region is None or not _REGION.fullmatch(region):
            raise Refused("grant_scope", role=role.code)
    elif (
        region is not None
        or party is None
        or not _PARTY.fullmatch(party)
        or not party.startswith(role.scope + ":")
    ):
        raise Refused("grant_scope", role=role.code)


def check_grant(
    actor: Actor,
    *,
    user_id: int,
    role: str,
    region: str | None,
    party: str | None,
    party_areas: frozenset[str] = frozenset(),
    purposes: frozenset[str] = frozenset(),
    held: frozenset[str] = frozenset(),
) -> None:
    """Raise unless the actor may hand this role to that user.

    `party_areas` is where the party lies, as its domain says: the actor must reach all of it. `held` are the roles the
    user has in force. `Refused` names what can be corrected, `NotAllowed` what lies outside the actor's reach.
    """
    wanted = ROLES.get(role)
    if wanted is None or wanted.code == "resident":
        raise Refused("grant_role", role=role)
    check_scope(wanted, region, party)
    if purposes - set(wanted.purposes):
        raise Refused("grant_purpose", role=role)
    if actor.user_id == user_id:
        raise NotAllowed("grant_to_self")
    if wanted.code in ADMINISTRATORS and (held & ADMINISTRATORS) - {wanted.code}:
        raise Refused("grant_administrators_apart", role=role)
    if actor.kind == "system":
        return
    if not hands_on(actor, wanted, region=region, party=party, party_areas=party_areas):
        raise NotAllowed("grant_out_of_reach", role=role)


def hands_on(
    actor: Actor,
    wanted: Role,
    *,
    region: str | None,
    party: str | None,
    party_areas: frozenset[str],
) -> bool:
    """True when the actor's own grants may hand this role on there."""
    mine = [g for g in actor.grants if g.role in ROLES and wanted.code in ROLES[g.role].may_grant]
    if wanted.scope == "region":
        return any("user.manage" in g.permissions and reaches(g.region, region) for g in mine)
    return any(g.party == party for g in mine if g.party is not None) or _covers(mine, party_areas)


def grantable(actor: Actor) -> tuple[Role, ...]:
    """The roles that this actor may hand on somewhere, in the order of `ROLES`; where is asked with the grant."""
    mine = [ROLES[g.role] for g in actor.grants if g.role in ROLES]
    codes = {code for role in mine for code in role.may_grant}
    return tuple(r for r in ROLES.values() if r.code in codes and r.code != "resident")


def manages(
    actor: Actor, *, role: str, region: str | None, party: str | None, party_areas: frozenset[str]
) -> bool:
    """True when the actor may take this grant back: who may give the role there, or hands on the own party."""
    managing = [g for g in actor.grants if "user.manage" in g.permissions]
    if party is None:
        wanted = ROLES.get(role)
        if wanted is None:
            return any(reaches(g.region, region) for g in managing)
        return hands_on(actor, wanted, region=region, party=None, party_areas=frozenset())
    own = any(
        g.party == party and g.role in ROLES and g.role in ROLES[g.role].may_grant
        for g in actor.grants
    )
    return own or _covers(managing, party_areas)


def may_take_back(actor: Actor, held: GrantValue) -> bool:
    """False for a grant whose role, in its area, the actor may not give; one's own can always be given up. For a
    party's grant taking it back looks besides where the party lies."""
    return (
        held.user_id == actor.user_id
        or held.party is not None
        or manages(actor, role=held.role, region=held.region, party=None, party_areas=frozenset())
    )


def needs_second(role: str, region: str | None) -> bool:
    """True for the grants that two persons give: those of administrators, and any that hold in the whole country."""
    return role in ADMINISTRATORS or region == EVERYWHERE


def _covers(grants: Sequence[Grant], areas: frozenset[str]) -> bool:
    """Every area lies inside one of the grants; a party without any area is covered by nationwide grants only."""
    return all(any(reaches(g.region, area) for g in grants) for area in areas or {EVERYWHERE})


_USERNAME = re.compile(r"[\w.@+-]+")
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "So", "Zl", "Zp"}


def require_plain_names(username: str, display_name: str) -> None:
    """`Refused` ``username_characters`` and ``display_name_characters`` for what cannot be told apart by eye: marks
    that turn the direction or show nothing, pictures; in a username also anything but letters, digits, and
    ``. _ - + @``."""
    if not _USERNAME.fullmatch(username):
        raise Refused("username_characters")
    if any(unicodedata.category(c) in _UNSEEN for c in display_name):
        raise Refused("display_name_characters")


_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def normal_phone(text: str) -> str:
    """Eleven digits; full-width digits, spaces, dashes, +86 are understood. `Refused` ``phone_invalid`` otherwise."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", digits)
    if not _MOBILE.fullmatch(digits):
        raise Refused("phone_invalid")
    return digits


def in_force(grant: GrantValue, at: datetime) -> bool:
    """True while the grant holds: its days are half-open and counted in China, a revocation counts at once."""
    day = local_date(at)
    started = grant.valid_from <= day
    ended = grant.valid_to is not None and day >= grant.valid_to
    revoked = grant.revoked_at is not None and at >= grant.revoked_at
    return started and not ended and not revoked


def resolve(grants: Iterable[GrantValue], *, at: datetime, purpose: str) -> tuple[Grant, ...]:
    """The grants in force, with their permissions.

    A grant whose purposes do not include the stated one keeps only what does not touch personal information.
    A role that this version no longer knows gives nothing.
    """
    found = []
    for grant in grants:
        role = ROLES.get(grant.role)
        if role is None or not in_force(grant, at):
            continue
        purposes = frozenset(grant.purposes or role.purposes)
        held = role.permissions if purpose in purposes else role.permissions - PURPOSE_BOUND
        found.append(
            Grant(
                role=role.code,
                permissions=held,
                region=grant.region,
                party=grant.party,
                purposes=purposes,
            )
        )
    return tuple(found)


def default_purpose(grants: Iterable[GrantValue], *, at: datetime) -> str:
    """The purpose a user acts for before stating another: the first one of the first grant; else one's own data."""
    for grant in grants:
        if grant.role in ROLES and in_force(grant, at):
            return (grant.purposes or ROLES[grant.role].purposes)[0]
    return "own"


def own_grant(person_id: int | None) -> Grant:
    """What a resident holds without being granted: to declare; and, once linked to a record, to see that record."""
    role = ROLES["resident"]
    purposes = frozenset(role.purposes)
    if person_id is None:
        return Grant(role=role.code, permissions=frozenset({"declare"}), purposes=purposes)
    return Grant(
        role=role.code, permissions=role.permissions, party=f"person:{person_id}", purposes=purposes
    )


def narrowed(grants: Iterable[Grant], scopes: frozenset[str]) -> tuple[Grant, ...]:
    """The same grants cut down to these permissions (a token's scopes); empty scopes cut nothing."""
    if not scopes:
        return tuple(grants)
    return tuple(replace(g, permissions=g.permissions & scopes) for g in grants)
