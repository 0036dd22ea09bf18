"""Who is not endorsed at all, and who is although the card is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.people.models import Person
from anju.domains.permits.api import lifecycle
from anju.domains.permits.models import Card
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Refused
from tests.factories.held_permits import PLATFORM, active, held
from tests.factories.register import Street

pytestmark = pytest.mark.django_db
START = datetime(2025, 3, 10, 2, tzinfo=UTC)
DUE = date(2026, 3, 10)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


@pytest.mark.parametrize("nation", ["HKG", "MAC", "TWN"])
def test_a_permit_of_hong_kong_macao_or_taiwan_is_neither_endorsed_nor_suspended(street, nation):
    with acting(PLATFORM), as_intake_role():
        Person.objects.filter(id=street.resident).update(nationality=nation)
    permit = active(street)
    assert held(permit).endorsed_until is None
    for years in (1, 2, 4):
        at = on(date(2025 + years, 4, 1))
        with acting(PLATFORM):
            assert lifecycle.suspend_due(actor=PLATFORM, at=at) == 0
            assert lifecycle.remind_due(actor=PLATFORM, at=at) == 0
            assert (
                lifecycle.endorsement_status(lifecycle.permit(permit), at.date()).standing == "none"
            )
            with pytest.raises(Refused, match="endorse_none"):
                lifecycle.endorse(permit, actor=PLATFORM, at=at)
        assert held(permit).state == PermitState.ACTIVE
    with acting(PLATFORM):
        lifecycle.report_loss(permit, actor=PLATFORM, at=on(date(2029, 5, 1)))
        assert (
            lifecycle.report_found(permit, actor=PLATFORM, at=on(date(2029, 5, 2))).state
            == PermitState.ACTIVE
        )


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(lost=st.integers(0, 28), order=st.booleans(), endorsed=st.integers(0, 90))
def test_a_lost_card_costs_no_years_and_no_endorsement(street, lost, order, endorsed):
    """Lost within the month before the day, endorsed in time or late, then found or replaced: as if never lost."""
    from django.db import transaction

    with transaction.atomic(), acting(PLATFORM):
        permit = active(street)
        day = DUE - timedelta(days=28) + timedelta(days=lost)
        lifecycle.report_loss(permit, actor=PLATFORM, at=on(day))
        if order:
            lifecycle.order_card(permit, reason="lost", actor=PLATFORM, at=on(day))
        day += timedelta(days=endorsed)
        assert lifecycle.endorsement_status(lifecycle.permit(permit), day).standing == (
            "late" if day > DUE else "open"
        )
        done = lifecycle.endorse(permit, actor=PLATFORM, at=on(day))
        assert done.state == PermitState.LOST
        in_time = day <= DUE
        following = DUE if in_time else day
        assert done.endorsed_until == following.replace(year=2027) + timedelta(days=1)
        assert done.residence_from == (date(2025, 3, 10) if in_time else day)
        if order:
            card = Card.objects.get(permit_id=permit, status="waiting")
            lifecycle.made_here(card.pk, serial=f"N{card.pk}", actor=PLATFORM, at=on(day))
        else:
            lifecycle.report_found(permit, actor=PLATFORM, at=on(day))
        assert held(permit).state == PermitState.ACTIVE
        transaction.set_rollback(True)


def test_the_holder_of_a_lost_card_is_reminded_too(street):
    permit = active(street)
    with acting(PLATFORM):
        lifecycle.report_loss(permit, actor=PLATFORM, at=on(date(2026, 1, 2)))
        assert lifecycle.remind_due(actor=PLATFORM, at=on(DUE - timedelta(days=30))) == 1
        assert lifecycle.life_of(permit).transitions[-1].to_state == PermitState.LOST
