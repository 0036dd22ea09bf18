"""Permits as tests need them, put straight into the table: their life is other tests' matter."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from anju.domains.permits.models import Permit, PermitEvent
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from tests.factories.register import HERE, PLATFORM

_turn = itertools.count(1)


def permit(
    person_id: int,
    state: PermitState = PermitState.ACTIVE,
    *,
    region: str = HERE,
    endorsed_until: date | None = None,
    valid_until: date | None = None,
    suspended_on: date | None = None,
) -> str:
    """A permit of this person; its number."""
    at = now()
    today = local_date(at)
    with acting(PLATFORM), as_intake_role():
        row = Permit.objects.create(
            number=f"{region[:6]}T{next(_turn):011}",
            person_id=person_id,
            region=region,
            issuer=region[:9],
            state=state.value,
            state_since=at,
            issued_on=today - timedelta(days=100),
            endorsed_until=endorsed_until or today + timedelta(days=265),
            valid_until=valid_until,
            created_at=at,
        )
        if suspended_on is not None:
            PermitEvent.objects.create(
                permit=row,
                at=at,
                effective=suspended_on,
                kind="suspended",
                from_state="active",
                to_state="suspended",
            )
    return row.number
