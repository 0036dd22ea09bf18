"""The yearly endorsement (art. 10): in its window, or late, as long as the holder still lives in the city.

What the register knows is not asked again: one call, no form. The arithmetic is `lifecycle.rules.endorsement`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from anju.domains.permits.eligibility.data import Gap
from anju.domains.permits.eligibility.queries.law import rules_in
from anju.domains.permits.eligibility.rules.resolving import Rules
from anju.domains.permits.lifecycle.queries import base_of, lives_in_city
from anju.domains.permits.lifecycle.rules import Timing, next_due, opens_on
from anju.domains.permits.lifecycle.rules import timing as turn_on
from anju.domains.permits.transitions import operations
from anju.domains.permits.transitions.data.transitions import (
    PermitState,
    PermitView,
    TransitionKind,
)
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.operations import locked, make_transition
from anju.domains.permits.transitions.queries import permit_view
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, Refused

DAY = timedelta(days=1)


def endorse(
    permit_id: int,
    *,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    application_id: int | None = None,
) -> PermitView:
    """Endorse for the next year: by the holder, or by staff holding ``permit.decide`` there.

    In its window the year goes on from the same day; late, functions are restored and the next year runs from today,
    residence years as the city counts them. A permit whose card is lost or being replaced is endorsed
    like any other and stays lost. Raises `NotFound`, `NotAllowed`; `Conflict` ``permit_changed`` or
    ``permit_turn`` (not made yet, ended); `Refused` ``endorse_early`` (`opens`), ``endorse_none`` (not
    endorsed at all),
    ``endorse_away`` (the register knows no stay in the city: register the address first).
    """
    operations.require_visible(permit_id)
    with as_intake_role():
        permit = locked(permit_id, version=version)
        operations.require_or_holder(permit, actor, operations.DECIDE)
        return permit_view(endorsed(permit, actor=actor, at=at, application_id=application_id))


def endorsed(
    permit: Permit, *, actor: Actor, at: datetime, application_id: int | None = None
) -> Permit:
    """Endorse a locked permit, as the intake role; `endorse` has asked whether the actor may."""
    today = local_date(at)
    rules, due = rules_of(permit, today)
    if PermitState(permit.state) not in (
        PermitState.ACTIVE,
        PermitState.SUSPENDED,
        PermitState.LOST,
    ):
        raise Conflict(
            "permit_turn", number=permit.number, before=permit.state, after=TransitionKind.ENDORSED
        )
    kind = turn_on(due, today, rules)
    if kind is Timing.TOO_EARLY:
        raise Refused("endorse_early", opens=opens_on(due, rules))
    stay = lives_in_city(permit, today)
    if stay is None:
        raise Refused("endorse_away", number=permit.number)
    base, following = next_due(base_of(permit), due, today, rules)
    detail = {
        "until": str(following + DAY),
        "stay": stay.id,
        "stay_since": str(stay.since),
        "due": str(due),
    }
    if kind is Timing.IN_TIME:
        return make_transition(
            permit,
            TransitionKind.ENDORSED,
            actor=actor,
            at=at,
            application_id=application_id,
            detail=detail,
            endorsed_until=following + DAY,
        )
    if (
        permit.state == PermitState.ACTIVE
    ):  # the night that would have suspended it has not come yet
        permit = suspended(permit, actor=actor, at=at)
    gap = (today - due - DAY).days
    counted = (
        {"gap_days": permit.gap_days + gap}
        if rules.gap is Gap.LEFT_OUT
        else {"residence_from": today, "gap_days": 0}
    )
    to = PermitState.LOST if permit.state == PermitState.LOST else PermitState.ACTIVE
    return make_transition(
        permit,
        TransitionKind.RESTORED,
        to=to,
        actor=actor,
        at=at,
        application_id=application_id,
        detail={**detail, "gap": gap, "way": str(rules.gap), "base": str(base)},
        endorsed_until=following + DAY,
        **counted,
    )


def suspended(permit: Permit, *, actor: Actor, at: datetime) -> Permit:
    """Suspend one permit whose day has passed, as from that day."""
    return make_transition(
        permit, TransitionKind.SUSPENDED, actor=actor, at=at, effective=permit.endorsed_until
    )


def rules_of(permit: Permit, today: date) -> tuple[Rules, date]:
    """The rules that hold for a permit, and the last day for its next endorsement."""
    rules = rules_in(permit.issuer or permit.region, today)
    if rules is None or rules.window is None or permit.endorsed_until is None:
        raise Refused("endorse_none", number=permit.number)
    return rules, permit.endorsed_until - DAY
