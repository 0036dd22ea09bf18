"""Who may let what befall a permit: the holder on the own phone, staff where the holder lives, the station that issued."""

from __future__ import annotations

from anju.domains.permits.transitions.models import Permit
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, NotFound

SEE, APPLY, DECIDE, ISSUE, MAKE = (
    "permit.see",
    "permit.apply",
    "permit.decide",
    "permit.issue",
    "permit.make",
)


def seen(permit_id: int) -> None:
    """Ask under row-level security, before the door is opened: a permit out of sight is as absent as none."""
    if not Permit.objects.filter(id=permit_id).exists():
        raise NotFound("permit_unknown", id=permit_id)


def own(permit: Permit, actor: Actor) -> bool:
    """True for the holder's own account."""
    return actor.person_id is not None and actor.person_id == permit.person_id


def require(permit: Permit, actor: Actor, permission: str) -> None:
    """Raise `NotAllowed` unless the actor holds the permission where the holder lives or where the permit was issued."""
    if not (
        actor.may(permission, region=permit.region) or actor.may(permission, region=permit.issuer)
    ):
        raise NotAllowed("not_allowed", permission=permission, region=permit.region)


def require_or_own(permit: Permit, actor: Actor, permission: str) -> None:
    """The same, or the holder."""
    if not own(permit, actor):
        require(permit, actor, permission)
