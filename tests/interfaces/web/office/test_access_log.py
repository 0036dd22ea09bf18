"""Who looked at a person is shown to those who answer for the record, and not to every member of staff."""

from __future__ import annotations

import pytest

from anju.domains.access.data import ROLES
from anju.domains.people.models import Scope
from anju.domains.register import api as register
from anju.foundation.db.scope import acting, as_intake_role
from tests.factories import register as town
from tests.factories.staff import actor, signed_in, staff

pytestmark = pytest.mark.django_db


def page_of(client, person, more=""):
    return client.get(f"/office/people/{person}/{more}").content.decode()


@pytest.mark.parametrize("role", ["counter", "grid", "police", "street", "district", "city"])
def test_the_offices_that_answer_for_a_record_see_who_looked_and_nobody_else(street, role):
    page_of(
        signed_in(staff("officer.wang", ("police", town.STREET), name="王警官")), street.resident
    )
    reader = signed_in(staff("reader", (role, town.STREET)))
    page, looks = page_of(reader, street.resident), page_of(reader, street.resident, "looked/")
    assert "单文静" in page
    assert "王警官" not in page
    assert ("王警官" in looks) == ("谁看过" in page) == ("person.trail" in ROLES[role].permissions)
    assert ("person.trail" in ROLES[role].permissions) == (role in ("street", "district", "city"))


def test_the_right_holds_where_the_person_lives_now(street):
    here = actor(staff("chief.here", ("street", town.STREET)))
    with acting(here):
        assert register.access_log_of(street.resident, actor=here) == []
    with acting(town.PLATFORM), as_intake_role():
        Scope.objects.filter(person_id=street.resident).update(current=False)
        Scope.objects.create(person_id=street.resident, scope=town.OTHER_STREET, current=True)
    with acting(here):
        assert register.access_log_of(street.resident, actor=here) is None
