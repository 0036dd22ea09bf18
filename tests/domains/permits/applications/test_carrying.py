"""What an approved application asks for is done, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from anju.domains.permits.api import lifecycle
from anju.domains.permits.models import Application
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict
from anju.foundation.events import api as events
from tests.factories.held_permits import PLATFORM, active, held
from tests.factories.register import HERE, STREET, Street

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 10, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=AT)


def approved(street: Street, kind: str, *, state: str = "approved") -> int:
    with acting(PLATFORM), as_intake_role():
        return Application.objects.create(
            number=f"{kind[:8]}-{state}",
            person_id=street.resident,
            kind=kind,
            channel="counter",
            state=state,
            region=HERE,
            station=STREET.ljust(12, "0"),
            created_at=AT,
            closed_at=AT,
        ).pk


@pytest.mark.parametrize(
    ("kind", "turn", "state"),
    [
        ("replace_damaged", "card_ordered", PermitState.ACTIVE),
        ("address_change", "card_ordered", PermitState.ACTIVE),
        ("cancel", "cancelled", PermitState.CANCELLED),
    ],
)
def test_an_approved_application_becomes_one_turn(street, kind, turn, state):
    permit, asked = active(street), approved(street, kind)
    with acting(PLATFORM):
        assert lifecycle.carry_out(asked, actor=PLATFORM, at=AT) == permit
        assert lifecycle.carry_out(asked, actor=PLATFORM, at=AT) == permit
        assert [t.kind for t in lifecycle.life_of(permit).transitions].count(turn) == 1
        assert Application.objects.get(id=asked).permit_id == permit
    assert held(permit).state == state


@pytest.mark.parametrize("state", ["refused", "withdrawn", "lapsed"])
def test_what_was_not_approved_is_not_done(street, state):
    permit, asked = active(street), approved(street, "cancel", state=state)
    with acting(PLATFORM), pytest.raises(Conflict, match="application_not_approved"):
        lifecycle.carry_out(asked, actor=PLATFORM, at=AT)
    assert held(permit).state == PermitState.ACTIVE


def test_the_listeners_of_this_domain_are_there():
    keys = {it.key for it in events.listeners()}
    assert {
        "permits.follow",
        "permits.merge_people",
        "permits.unmerge_people",
        "permits.carry_out",
        "permits.tell_turn",
    } <= keys
