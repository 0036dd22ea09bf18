"""The page of one's own account: what one signs in with, where one is signed in, and how that ends."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from anju.domains.access import api as access
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories import staff

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.fixture
def clerk() -> int:
    return staff.staff("office01", ("street", "430181"), name="刘审核")


def test_everybody_signed_in_has_the_page_and_staff_are_led_to_it(clerk):
    client = staff.signed_in(clerk)
    page = client.get("/account/").content.decode()
    for words in ("刘审核", "修改密码", "第二重验证", "添加验证方式", "现在这里"):
        assert words in page
    assert 'href="/account/"' in client.get("/office/").content.decode()
    phone = staff.signed_in(staff.public("13911110001")).get("/account/").content.decode()
    assert "手机验证码" in phone
    assert "修改密码" not in phone


def test_strangers_and_the_half_signed_see_nothing_of_it(clerk):
    assert Client().get("/account/")["Location"] == "/account/phone/?next=/account/"
    client = staff.signed_in(clerk)
    session = client.session
    del session["second_factor"]
    session.save()
    assert client.get("/account/")["Location"] == "/account/2fa/"
    other = staff.signed_in(clerk)
    client.post("/account/sessions/end/")
    assert other.get("/account/").status_code == 200


def test_other_sessions_are_listed_and_ended_one_or_all_and_only_ones_own(clerk):
    here, there, third = (staff.signed_in(clerk) for _ in range(3))
    foreign = staff.signed_in(staff.staff("office02", ("street", "430181")))
    page = here.get("/account/").content.decode()
    ids = re.findall(r'name="session" value="([0-9a-f]+)"', page)
    assert len(ids) == 2
    assert all(c.session.session_key not in page for c in (here, there, third))
    assert foreign.post("/account/sessions/end/", {"session": ids[0]}).status_code == 302
    assert [c.get("/account/").status_code for c in (here, there, third, foreign)] == [200] * 4
    here.post("/account/sessions/end/", {"session": ids[0]})
    assert sorted(c.get("/account/").status_code for c in (there, third)) == [200, 302]
    here.post("/account/sessions/end/")
    assert [c.get("/account/").status_code for c in (there, third)] == [302, 302]
    assert here.get("/account/").status_code == foreign.get("/account/").status_code == 200
    auditor = staff.actor(staff.staff("auditor.cao", ("auditor", "43")))
    with acting(auditor):
        assert len(audit.entries(auditor, action="user.end_sessions")) == 3


def test_a_session_is_named_by_browser_and_system(clerk):
    client = staff.signed_in(clerk)
    session = client.session
    session[access.SIGNED_IN] = {"at": now().timestamp(), "device": CHROME}
    session.save()
    assert "Chrome · Windows" in client.get("/account/").content.decode()


def test_the_key_of_a_session_tells_nothing_of_the_account_and_is_long(clerk):
    keys = [staff.signed_in(clerk).session.session_key for _ in range(2)]
    assert keys[0][:8] == keys[1][:8]
    assert keys[0][8:] != keys[1][8:]
    assert {len(k) for k in keys} == {40}
    assert Session.objects.filter(session_key__in=keys).count() == 2
