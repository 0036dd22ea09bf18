"""Rows of permits as values."""

from __future__ import annotations

from anju.domains.permits.transitions.data.transitions import (
    PermitState,
    PermitView,
    TransitionView,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent


def permit_view(row: Permit) -> PermitView:
    """A permit as a value."""
    return PermitView(
        id=row.pk,
        number=row.number,
        person_id=row.person_id,
        region=row.region,
        issuer=row.issuer,
        home_id=row.home_id,
        state=PermitState(row.state),
        state_since=row.state_since,
        path=row.path,
        issued_on=row.issued_on,
        endorsed_until=row.endorsed_until,
        valid_until=row.valid_until,
        residence_from=row.residence_from,
        gap_days=row.gap_days,
        merged_into=row.merged_into_id,
        legacy=row.legacy,
        version=row.version,
    )


def transition_view(row: PermitEvent) -> TransitionView:
    """A transition as a value."""
    return TransitionView(
        row.pk,
        row.at,
        row.effective,
        row.kind,
        row.reason,
        row.article,
        row.from_state,
        row.to_state,
        row.by_label,
        row.detail,
    )
