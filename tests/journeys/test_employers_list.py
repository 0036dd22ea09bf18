"""The office finds an employer among thousands as it types, and the lease and stations pages stand at both widths."""

from __future__ import annotations

import pytest

from anju.domains.fieldwork.api import staffing
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import run
from tests.factories.register import HERE, PLATFORM, STREET, Street
from tests.factories.staff import signed_in, staff
from tests.factories.staffing import plan
from tests.journeys.areas import sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        with acting(PLATFORM):
            staffing.open_station(plan(), actor=PLATFORM, at=now())
            run(
                "INSERT INTO employers_employer (code, name, uscc, region, address, industry, recorded_at) SELECT "
                "'N' || n, '长名' || lpad(n::text, 5, '0') || '厂', '', %s, '路', '', now() "
                "FROM generate_series(1, 2345) n",
                [HERE],
            )
        cookie = signed_in(staff("journey.list", ("street", STREET))).cookies["sessionid"].value
    return street, cookie


def test_an_employer_is_found_among_thousands_as_one_types(live_site, street, page):
    built, cookie = street
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_site.url}])
    page.goto(f"{live_site.url}/office/employers/")
    assert "2,346" in page.inner_text("#employers-count")
    page.locator("#main input[name=q]").press_sequentially("长名00017")
    page.wait_for_selector("#employers-found tbody tr:nth-child(2)", state="detached")
    assert "长名00017厂" in page.inner_text("#employers-found")
    sound(page, "employers")
    page.goto(f"{live_site.url}/office/rentals/new/{built.rooms[0].code}/")
    sound(page, "lease-at-counter")
    page.goto(f"{live_site.url}/stations/")
    sound(page, "stations")
