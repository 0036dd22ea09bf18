"""Who may grant what to whom."""

from __future__ import annotations

import re

from anju.domains.access.data import ADMINISTRATORS, ROLES, Role
from anju.foundation.actor import Actor, Grant
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
    elif region is not None or party is None or not _PARTY.fullmatch(party) or not party.startswith(role.scope + ":"):
        raise Refused("grant_scope", role=role.code)


def check_grant(
    actor: Actor, *, user_id: int, role: str, region: str | None, party: str | None, party_region: str | None,
    purposes: frozenset[str], held: frozenset[str],
) -> None:
    """Raise unless the actor may hand this role to that user.

    `party_region` is where the party lies, `held` are the roles the user has in force. `Refused` names what can be
    mended, `NotAllowed` what lies outside the actor's reach.
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
    if not any(_hands_on(own, wanted, region, party, party_region) for own in actor.grants):
        raise NotAllowed("grant_out_of_reach", role=role)


def _hands_on(own: Grant, wanted: Role, region: str | None, party: str | None, party_region: str | None) -> bool:
    role = ROLES.get(own.role)
    if role is None or wanted.code not in role.may_grant:
        return False
    if wanted.scope == "region":
        return "user.manage" in own.permissions and reaches(own.region, region)
    return own.party == party if own.party is not None else reaches(own.region, party_region)
