"""Who may grant what to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anju.domains.access.data import ADMINISTRATORS, ROLES, Role
from anju.foundation.actor import EVERYWHERE, Actor, Grant
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
    actor: Actor, *, region: str | None, party: str | None, party_areas: frozenset[str]
) -> bool:
    """True when the actor manages users wherever this grant holds, or hands on the own party."""
    managing = [g for g in actor.grants if "user.manage" in g.permissions]
    if party is None:
        return any(reaches(g.region, region) for g in managing)
    own = any(
        g.party == party and g.role in ROLES and g.role in ROLES[g.role].may_grant
        for g in actor.grants
    )
    return own or _covers(managing, party_areas)


def needs_second(role: str, region: str | None) -> bool:
    """True for the grants that two persons give: those of administrators, and any that hold in the whole country."""
    return role in ADMINISTRATORS or region == EVERYWHERE


def _covers(grants: Sequence[Grant], areas: frozenset[str]) -> bool:
    """Every area lies inside one of the grants; a party without any area is covered by nationwide grants only."""
    return all(any(reaches(g.region, area) for g in grants) for area in areas or {EVERYWHERE})
