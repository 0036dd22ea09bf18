"""Employers enter their staff; strangers to the employer find no such page, and nothing the register knows is shown."""

from __future__ import annotations

import pytest

from anju.domains.permits.api import applications as permits
from anju.foundation.db.scope import acting
from tests.factories import applications as desk
from tests.factories import staff
from tests.factories.register import HERE, PLATFORM


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


@pytest.fixture
def firm(street):
    return staff.signed_in(staff.public("13700000077", grants=(("employer", street.party, HERE),)))


def test_chosen_people_are_entered_and_asked(street, firm):
    address = f"/employer/{street.firm}/permits/"
    answer = firm.post(address, {"person": [street.one, street.two]}, follow=True).content.decode()
    assert "已为 2 人填报" in answer
    assert "等本人同意" in answer
    assert "稳定就业" not in answer
    with acting(PLATFORM):
        assert {line.person_id for line in permits.of_party(street.party)} == {
            street.one,
            street.two,
        }


def test_entered_again_nothing_happens_twice(street, firm):
    address = f"/employer/{street.firm}/permits/"
    firm.post(address, {"person": [street.one]})
    assert (
        "不需要或暂不能由单位填报"
        in firm.post(address, {"person": [street.one]}, follow=True).content.decode()
    )


def test_another_firm_and_another_firms_people_are_out_of_reach(street, firm):
    stranger = staff.signed_in(staff.public("13700000078"))
    assert (
        stranger.get(f"/employer/{street.firm}/permits/")["X-Anju-Reason"] == "area_for_employers"
    )
    assert (
        firm.post(
            f"/employer/{street.firm}/permits/", {"person": [street.street.resident]}
        ).status_code
        == 404
    )
    made = desk.applied(street.one, at=street.street.at)
    assert (
        firm.post(f"/employer/{street.firm}/permits/{made}/paper/", {"kind": "photo"}).status_code
        == 404
    )
