"""The pages of users: an area is chosen, the whole country waits for a second administrator."""

from __future__ import annotations

import re

import pytest

from anju.domains.access import api as access
from tests.factories import staff

pytestmark = pytest.mark.django_db


def test_a_nationwide_role_is_asked_by_one_and_approved_by_another_on_their_pages():
    one, two = (
        staff.signed_in(staff.staff(name, ("secadmin", ""), name=name))
        for name in ("sec.one", "sec.two")
    )
    chosen = staff.staff("chosen.one", name="被选者")
    page, wanted = (
        f"/office/users/{chosen}/",
        {"role": "city", "nationwide": "on", "reason": "省级值守"},
    )
    assert one.post(f"{page}grants/", wanted).status_code == 302
    assert staff.actor(chosen).grants == ()
    mine, theirs = one.get(page).content.decode(), two.get("/office/users/").content.decode()
    assert 'name="refuse"' in mine
    assert 'name="approve"' not in mine
    assert "省级值守" in theirs
    where = re.search(r'action="(/office/users/requests/\d+/)"', theirs).group(1)
    assert one.post(where, {"approve": "1"}, follow=True).status_code == 200
    assert staff.actor(chosen).grants == ()
    assert two.post(where, {"approve": "1"}).status_code == 302
    assert [g.region for g in staff.actor(chosen).grants] == [""]


@pytest.mark.parametrize("given", [{}, {"area": ""}, {"area": "nonsense"}, {"area": "holder:7"}])
def test_a_role_without_an_area_from_the_list_is_not_given_and_the_form_keeps_what_was_typed(given):
    client = staff.signed_in(staff.staff("sec.one", ("secadmin", "")))
    chosen = staff.staff("chosen.one")
    answer = client.post(
        f"/office/users/{chosen}/grants/", {"role": "street", "reason": "新入职的同事", **given}
    )
    assert answer.status_code == 422
    assert "新入职的同事" in answer.content.decode()
    assert "请从列表中选择辖区" in answer.content.decode()
    assert access.user_value(staff.PLATFORM, user_id=chosen).grants == ()


def test_nothing_is_offered_that_would_be_refused():
    office = staff.signed_in(staff.staff("street.one", ("street", "430181124")))
    for username, role, may in (("counter.one", "counter", True), ("police.one", "police", False)):
        held = staff.staff(username, (role, "430181124"))
        text = office.get(f"/office/users/{held}/").content.decode()
        assert ("/revoke/" in text, f"/office/users/{held}/active/" in text) == (may, may), role


def test_the_form_offers_an_end_after_a_year():
    client = staff.signed_in(staff.staff("sec.one", ("secadmin", "")))
    text = client.get(f"/office/users/{staff.staff('chosen.one')}/").content.decode()
    assert re.search(r'name="valid_to" value="20\d\d-\d\d-\d\d"', text)


def test_staff_stand_before_the_public_and_are_found_by_name_or_whole_phone():
    client = staff.signed_in(staff.staff("sec.one", ("secadmin", ""), name="安全员"))
    staff.staff("early.staff", name="早来的")
    for n in range(60):
        staff.public(f"137000001{n:02d}")
    first = client.get("/office/users/").content.decode()
    assert "early.staff" in first
    assert first.index("early.staff") < first.index("137")
    assert "early.staff" in client.get("/office/users/?q=早来").content.decode()
    assert (
        client.get("/office/users/?q=13700000107").content.decode().count('<tr><th scope="row">')
        == 1
    )
