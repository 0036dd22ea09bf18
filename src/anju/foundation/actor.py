"""Who acts, by which grants, for which purpose. Every domain call takes an `Actor`.

A grant reaches a *scope*: a part of the country (`region`, a code prefix), or a party
(`party`: ``holder:7`` for a landlord or manager, ``employer:12``, ``person:99`` for oneself).
The database receives the union of scopes (see `foundation.db`), so that row-level security
and the queries speak the same language.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from anju.foundation.errors import NotAllowed

EVERYWHERE = ""
"""The region prefix that stands for the whole country."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one scope. `permissions` were resolved from the role when the actor was made."""

    role: str
    permissions: frozenset[str]
    region: str | None = None
    party: str | None = None
    purposes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts. `kind`: staff, public, client (a department system) or system."""

    kind: str
    user_id: int | None = None
    label: str = ""
    grants: tuple[Grant, ...] = ()
    person_id: int | None = None
    purpose: str = ""
    channel: str = ""
    request_id: str = ""
    extra: dict[str, str] = field(default_factory=dict, compare=False)

    def may(self, permission: str, *, region: str | None = None, party: str | None = None) -> bool:
        """True when one grant holds the permission there. Without a place: anywhere at all."""
        return any(
            permission in g.permissions
            and (region is None or (g.region is not None and region.startswith(g.region)))
            and (party is None or g.party == party or g.region == EVERYWHERE)
            for g in self.grants
        )

    def require(
        self, permission: str, *, region: str | None = None, party: str | None = None
    ) -> None:
        """Raise `NotAllowed` unless `may`."""
        if not self.may(permission, region=region, party=party):
            raise NotAllowed(
                "not_allowed", permission=permission, region=region or "", party=party or ""
            )

    def regions(self, permission: str) -> tuple[str, ...]:
        """Code prefixes in which the permission holds; narrower ones inside wider ones are dropped."""
        found = sorted(
            {g.region for g in self.grants if g.region is not None and permission in g.permissions}
        )
        return tuple(r for r in found if not any(r != w and r.startswith(w) for w in found))

    def parties(self, permission: str) -> tuple[str, ...]:
        """Parties for which the permission holds."""
        return tuple(
            sorted({g.party for g in self.grants if g.party and permission in g.permissions})
        )

    def for_purpose(self, purpose: str) -> Actor:
        """The same actor, acting for this stated purpose."""
        return replace(self, purpose=purpose)


NOBODY = Actor(kind="public", label="nobody")


def system(label: str, *, channel: str = "system") -> Actor:
    """The platform itself (a schedule, a migration, the demo): sees everything, leaves its label in the audit."""
    return Actor(
        kind="system",
        label=label,
        channel=channel,
        grants=(Grant(role="system", permissions=SYSTEM_PERMISSIONS, region=EVERYWHERE),),
    )


class _All(frozenset[str]):
    """A set that contains every permission, so that new permissions need no entry for the system."""

    def __contains__(self, item: object) -> bool:
        return True


SYSTEM_PERMISSIONS: frozenset[str] = _All()
