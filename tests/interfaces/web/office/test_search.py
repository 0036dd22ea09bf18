"""The one box knows numbers of permits and applications, and addresses whatever the order of their parts."""

from __future__ import annotations

import pytest

from anju.domains.permits.models import Application, Permit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from tests.factories import register as town
from tests.factories.applications import applied
from tests.factories.held_permits import active

pytestmark = pytest.mark.django_db


def numbers(asked):
    with acting(town.PLATFORM), as_intake_role():
        return Permit.objects.get().number, Application.objects.get(id=asked).number


@pytest.fixture
def issued(street):
    permit = active(street, person=street.worker)
    asked = applied(street.resident, at=now(), photo=False)
    return permit, asked, *numbers(asked)


def test_a_whole_number_opens_its_page(issued, clerk):
    permit, asked, number, application = issued
    for typed in (
        number,
        f"{number[:6]} {number[6:8]} {number[8:12]} {number[12:16]} {number[16:]}",
        number.lower(),
    ):
        assert clerk.get("/office/search/", {"q": typed})["Location"] == f"/office/held/{permit}/"
    for typed in (application, application.lower(), f"{application[:8]} {application[8:]}"):
        assert (
            clerk.get("/office/search/", {"q": typed})["Location"]
            == f"/office/permits/apply/{asked}/"
        )


def test_a_beginning_lists_what_begins_so_in_the_panel_too(issued, clerk):
    permit, asked, number, application = issued
    page = clerk.get("/office/search/", {"q": number[:10]}).content.decode()
    assert f'href="/office/held/{permit}/"' in page
    assert (
        f'href="/office/permits/apply/{asked}/"'
        in clerk.get("/office/search/", {"q": application[:14]}).content.decode()
    )
    panel = clerk.get("/office/search/suggest", {"q": application[2:14]}).content.decode()
    assert f'data-url="/office/permits/apply/{asked}/"' in panel
    assert application in panel


def test_numbers_of_another_street_are_not_found_and_who_may_see_no_permits_learns_nothing(
    issued, other_clerk, leader
):
    for typed in issued[2:]:
        for client in (other_clerk, leader):
            for shown in (typed, typed[:12]):
                answer = client.get("/office/search/", {"q": shown})
                assert answer.status_code in (200, 403)
                assert "/office/held/" not in answer.content.decode().split("<main", 1)[-1]
                assert "/office/permits/" not in answer.content.decode().split("<main", 1)[-1]


@pytest.mark.parametrize(
    "order", ["{road} {room}", "{room} {road}", "{road}{room}", "{room}室 {road}"]
)
def test_an_address_is_found_in_any_order_of_its_parts(street, clerk, order):
    home = town.building(town.HERE, "东升路18号", ["605", "606"])[1]
    page = clerk.get(
        "/office/search/", {"q": order.format(road="东升路", room="606")}
    ).content.decode()
    assert f"/office/homes/{home.code}/" in page
    assert page.count("/office/homes/") == 1
