"""Whose names an employer reads among those who left: people it declared itself, for as long as it keeps papers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.register.api import Sender, rosters
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import COUNTER, HERE, Street, declared

pytestmark = pytest.mark.django_db
OWN, OTHERS = somebody("石大勇", 502), somebody("韦小妹", 503)


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(Street.built)


@pytest.fixture
def clerk(street) -> Actor:
    grant = Grant("employer", frozenset({"employer.see", "person.see"}), party=street.firm.party)
    return Actor("public", 43, "周人事", (grant,), purpose="register")


def left(street: Street, *, months: int = 0) -> None:
    """One whom the employer declared, and one whom the counter did, have both left."""
    firm = street.firm
    own = Sender(firm.party, "employer", firm.name, firm.party, firm.id, HERE)
    for who, sender in ((OWN, own), (OTHERS, COUNTER)):
        job = {**who.item, "employer_code": firm.code}
        began = street.today - timedelta(days=40 + 31 * months)
        declared([{**job, "kind": "hire", "start": began}], sender=sender)
        ended = street.today - timedelta(days=1 + 31 * months)
        declared([{**job, "kind": "dismiss", "end": ended}], sender=COUNTER)


def listed(street: Street, clerk: Actor, *, months: int = 1, q: str = "") -> tuple[set[str], int]:
    with acting(clerk):
        found, total = rosters.leavers(
            street.firm.id,
            since=street.today - timedelta(days=31 * (months + 1)),
            until=street.today + timedelta(days=1),
            today=street.today,
            q=q,
        )
    assert len(found) == total
    return {w.name for w in found}, total


def test_those_whom_others_declared_are_counted_and_not_named(street, clerk):
    left(street)
    assert listed(street, clerk) == ({OWN.name, ""}, 2)


def test_a_name_that_is_not_shown_is_not_found_by_searching(street, clerk):
    left(street)
    assert listed(street, clerk, q=OTHERS.name) == (set(), 0)
    assert listed(street, clerk, q=OWN.name[:2]) == ({OWN.name}, 1)


def test_after_two_years_nobody_is_named(street, clerk):
    left(street, months=24)
    assert listed(street, clerk, months=26) == ({""}, 2)
    assert listed(street, clerk, months=26, q=OWN.name) == (set(), 0)
