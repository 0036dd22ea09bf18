"""The exchange at the office: checks of a bridge, an old batch file, returned data, one picture of a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anju.domains.exchange.bridge.models import BridgeItem
from anju.foundation.db.scope import acting
from tests.factories.bridges import bridged
from tests.factories.people import somebody
from tests.factories.pictures import contradicting
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street
from tests.factories.returned import returned
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import DESK, desk_page, sound

pytestmark = pytest.mark.journey
WHO = somebody("单文静", 798)


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[Street]:
    with django_db_blocker.unblock():
        yield Street.built()


def test_checks_files_and_contradictions_are_seen_to(browser, live_site, street):
    made, items = bridged(RESIDENT, street.resident)
    comparison, _ = returned(RESIDENT)
    contradicting(street.resident, field="home")
    staff("exch.city", ("city", "4301"))
    page = desk_page(browser)
    sign_in(page, live_site.url, "exch.city")
    home = f"{live_site.url}/office/exchange"

    def seen(address: str, name: str) -> None:
        page.goto(f"{home}/{address}")
        sound(page, name)
        page.set_viewport_size(DESK)

    seen("bridge/", "bridge-state")
    seen(f"bridge/{made}/checks/", "bridge-checks")
    seen(f"bridge/items/{items['checks']}/", "bridge-item")
    page.check("input[name=verdict][value=differs]")
    page.check("input[name=fields][value=address]")
    page.fill("input[name=note]", "实住 9 号")
    with page.expect_navigation():
        page.click("main button.btn-primary")
    with acting(PLATFORM):
        assert BridgeItem.objects.get(pk=items["checks"]).result == "differs"

    seen("batches/", "batches")
    text = f"姓名,身份证号码,流入日期,现居住地详址\r\n{WHO.name},{WHO.doc_number},20261001,交换路3号101\r\n,1,,"
    page.set_input_files(
        "input[name=file]",
        {"name": "a.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")},
    )
    page.fill("input[name=region]", HERE)
    with page.expect_navigation():
        page.click("button[value=take]")
    assert "已入库" in page.inner_text("main")
    sound(page, "batches-taken")
    page.set_viewport_size(DESK)

    seen("returns/", "returns")
    seen(f"returns/{comparison}/", "returned")
    page.fill("input[name=note]", "已电话核实")
    with page.expect_navigation():
        page.click("main button.btn-primary")
    assert "已答复" in page.inner_text("body")

    seen("tickets/", "tickets")
    seen(f"picture/{street.resident}/", "picture")
    page.check("input[name=decision][value=ours_stands]")
    page.fill("input[name=note]", "上门看过")
    with page.expect_navigation():
        page.click("main button.btn-primary")
    assert "已答复" in page.inner_text("body")
