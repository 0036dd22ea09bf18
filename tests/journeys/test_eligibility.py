"""Whoever became eligible reads it on their phone: an invitation, the reason, the way in; a newcomer reads the day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anju.domains.access import api as access
from anju.domains.permits.api import eligibility
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.notices.api import recent
from tests.factories import register as town
from tests.journeys.areas import looked_at, phone_page, sign_in, tap

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        with acting(town.PLATFORM):
            for person, phone in (
                (built.resident, town.RESIDENT.phone),
                (built.worker, town.WORKER.phone),
            ):
                user = access.public_user(phone=phone, at=now())
                access.link_to_person(
                    town.PLATFORM, user_id=user.id, person_id=person, how="invitation", at=now()
                )
            eligibility.recompute([built.resident, built.worker], actor=town.PLATFORM, at=now())
        yield built


def test_the_entitled_are_invited_and_read_why(browser, live_site, street):
    with acting(town.PLATFORM):
        assert eligibility.invite(actor=town.PLATFORM, at=now()) == 1
        assert [m.kind for m in recent(to=town.RESIDENT.phone)] == ["permits.entitled"]
    page = phone_page(browser)
    sign_in(page, live_site.url, town.RESIDENT.phone)
    page.goto(f"{live_site.url}/me/")
    looked_at(page, "entitled-home")
    tap(page, "a.aj-go", "您可以申领居住证了")
    assert "可以申领居住证" in page.inner_text("main")
    assert "第二条" in page.inner_text("main")
    looked_at(page, "entitled-yes")
    assert page.locator(".aj-bottom a", has_text="申领居住证").count() == 1


def test_a_newcomer_reads_the_day(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, town.WORKER.phone)
    page.goto(f"{live_site.url}/me/entitled/")
    assert "到时会通知您" in page.inner_text("main")
    looked_at(page, "entitled-later")
