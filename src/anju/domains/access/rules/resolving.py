"""From stored grants to what an actor may do now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from anju.domains.access.data import PURPOSE_BOUND, ROLES, GrantValue
from anju.foundation.actor import Grant
from anju.foundation.clock import local_date


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
