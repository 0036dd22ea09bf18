"""One permit by its number: who may ask, for what, and that its holder sees it."""

from __future__ import annotations

import pytest

from anju.foundation.audit.models import Entry
from anju.foundation.db.scope import acting
from tests.factories.held_permits import PLATFORM, active, held

pytestmark = pytest.mark.django_db


def test_a_department_reads_how_a_permit_stands_and_the_holder_sees_it(street, department):
    permit = held(active(street))
    told = department("get", f"/permits/{permit.number}").json()
    assert (told["number"], told["state"], told["in_force"], told["residence_years"]) == (
        permit.number,
        "active",
        True,
        0,
    )
    assert "person_id" not in told
    with acting(PLATFORM):
        line = Entry.objects.get(action="api.permits.one")
    assert (line.person_id, line.purpose) == (street.resident, "register")


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [("123", 422, "permit_number_form"), ("43018126000000122", 422, "permit_number_check")],
)
def test_a_mistyped_number_is_told_apart_from_an_unknown_one(
    street, department, number, status, code
):
    answer = department("get", f"/permits/{number}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_out_of_sight_looks_like_not_there_and_a_purpose_is_needed(street, department, neighbour):
    number = held(active(street)).number
    assert neighbour("get", f"/permits/{number}").status_code == 404
    assert department("get", f"/permits/{number}", purpose="").json()["code"] == "purpose_missing"
