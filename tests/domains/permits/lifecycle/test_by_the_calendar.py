"""Reminders once each, suspension in parts, and what the holder hears."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.permits.api import lifecycle
from anju.domains.permits.lifecycle.operations import nightly
from anju.domains.permits.models import Card, PermitEvent
from anju.domains.permits.production.operations import layout
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.db.scope import acting
from anju.foundation.events.models import Event
from anju.foundation.notices import api as notices
from tests.factories.held_permits import PLATFORM, active, held
from tests.factories.register import Street

pytestmark = pytest.mark.django_db
START = datetime(2025, 3, 10, 2, tzinfo=UTC)
DUE = date(2026, 3, 10)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


def reminded(day: date) -> int:
    with acting(PLATFORM):
        return lifecycle.remind_due(
            actor=PLATFORM, at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        )


def test_a_holder_is_reminded_60_30_and_7_days_before_each_once(street):
    permit = active(street)
    told = {n: reminded(DUE - timedelta(days=n)) for n in range(65, -1, -1)}
    assert {n for n, count in told.items() if count} == {60, 30, 7}
    with acting(PLATFORM):
        assert list(
            PermitEvent.objects.filter(permit_id=permit, kind="reminded").values_list(
                "reason", flat=True
            )
        ) == ["60", "30", "7"]
    assert len([m for m in notices.recent() if m.kind == "permits.remind"]) == 3


def test_a_machine_that_was_off_makes_up_for_the_nearest_reminder_only(street):
    active(street)
    assert reminded(DUE - timedelta(days=26)) == 1
    assert reminded(DUE - timedelta(days=20)) == 0
    assert reminded(DUE - timedelta(days=1)) == 1


def test_an_endorsement_ends_the_reminders_of_that_year(street):
    permit = active(street)
    with acting(PLATFORM):
        lifecycle.endorse(permit, actor=PLATFORM, at=datetime(2026, 2, 20, 2, tzinfo=UTC))
    assert reminded(DUE - timedelta(days=7)) == 0
    assert reminded(date(2027, 3, 10) - timedelta(days=60)) == 1


def test_many_are_suspended_in_parts_and_tell_the_same_as_one(street):
    people = [street.resident, street.worker, street.child]
    permits = [active(street, person=p) for p in people]
    with acting(PLATFORM):
        assert (
            nightly.suspend_due(actor=PLATFORM, at=datetime(2026, 3, 11, 2, tzinfo=UTC), part=2)
            == 3
        )
    assert {held(p).state for p in permits} == {PermitState.SUSPENDED}
    with acting(PLATFORM):
        lines = PermitEvent.objects.filter(kind="suspended")
        assert {(e.permit_id, e.effective, e.from_state, e.to_state, e.article) for e in lines} == {
            (p, date(2026, 3, 11), "active", "suspended", "663.10") for p in permits
        }
        one = Event.objects.filter(name="permits.turned", payload__kind="suspended").first().payload
        assert set(one) == {"permit", "person", "region", "kind", "reason", "from", "to"}


def test_permits_that_are_lost_or_ended_are_left_alone_at_night(street):
    permit = active(street)
    with acting(PLATFORM):
        lifecycle.report_loss(permit, actor=PLATFORM, at=START)
        assert lifecycle.suspend_due(actor=PLATFORM, at=datetime(2027, 1, 1, tzinfo=UTC)) == 0
    assert held(permit).state == PermitState.LOST


def test_what_was_printed_is_forgotten_when_its_purpose_has_ended(street):
    ended, kept = active(street), active(street, person=street.worker)
    with acting(PLATFORM):
        lifecycle.cancel(ended, reason="left", note="x", actor=PLATFORM, at=START)
        assert lifecycle.forget_ended(actor=PLATFORM, at=START + timedelta(days=90)) == 0
        assert lifecycle.forget_ended(actor=PLATFORM, at=START + timedelta(days=91)) == 1
        assert lifecycle.forget_ended(actor=PLATFORM, at=START + timedelta(days=92)) == 0
        card, other = (Card.objects.select_related("photo").get(permit_id=p) for p in (ended, kept))
        assert card.photo.cipher is None
        assert not any(layout.opened(card).values())
        assert all(layout.opened(other).values())
        assert other.photo.cipher is not None
        assert lifecycle.cards_of(ended)[0].reason == "first"
