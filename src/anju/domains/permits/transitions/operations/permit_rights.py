"""Who may apply which transition to a permit: the holder on the own phone, staff where the holder lives, the station
that issued."""

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


def require_visible(permit_id: int) -> None:
    """Ask under row-level security, before the intake role is taken: a permit out of sight is as absent as none."""
    if not Permit.objects.filter(id=permit_id).exists():
        raise NotFound("permit_unknown", id=permit_id)


def is_holder(permit: Permit, actor: Actor) -> bool:
    """True for the holder's own account."""
    return actor.person_id is not None and actor.person_id == permit.person_id


def require(permit: Permit, actor: Actor, permission: str) -> None:
    """Raise `NotAllowed` unless the actor holds the permission where the holder lives or where the
    permit was issued."""
    if not (
        actor.may(permission, region=permit.region) or actor.may(permission, region=permit.issuer)
    ):
        raise NotAllowed("not_allowed", permission=permission, region=permit.region)


def require_or_holder(permit: Permit, actor: Actor, permission: str) -> None:
    """The same, or the holder."""
    if not is_holder(permit, actor):
        require(permit, actor, permission)
