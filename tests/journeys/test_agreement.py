"""An agreement from its catalogue entry to the first answer: one person writes entry and agreement, another accepts it,
the other place asks under it and is answered; then the health of the link, an older gateway's secret, and paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from anju.demo.numbers import credit_code
from anju.domains.exchange.api import links
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories import exchange
from tests.factories.register import PLATFORM, RESIDENT, Street
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, sound

pytestmark = pytest.mark.journey
CODE = "101001002/000001"


@pytest.fixture(scope="module")
def there(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        Street.built()
        for name in ("agree.one", "agree.two"):
            staff(name, ("city", "4301"))
        found = exchange.linked()
        with acting(PLATFORM):
            peer = links.peer(exchange.THERE)
            for agreement in links.agreements_of(peer.id):
                links.end_agreement(agreement.id, actor=PLATFORM, at=now())
        return found


def test_an_agreement_goes_from_its_entry_to_the_first_answer(browser, live_site, there):
    here = f"{live_site.url}/office/exchange/"
    page = desk_page(browser)
    sign_in(page, live_site.url, "agree.one")
    page.goto(f"{here}catalogue/")
    sound(page, "resources-empty")
    page.fill("#id_provider", "浏阳市公安局")
    page.fill("#id_provider_code", credit_code(1, "430181"))
    page.get_by_role("button", name="放入常用条目").click()
    expect(page.locator("body")).to_contain_text("新增 9 条")
    sound(page, "resources")
    page.locator("#q").press_sequentially("核验服务")
    expect(page.locator("#resources tbody tr")).to_have_count(1)
    page.get_by_role("link", name="居住登记核验服务").click()
    sound(page, "resource")
    page.get_by_role("link", name="修改").click()
    page.fill("#id_basis", "按规定")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("要写明依据的法规名称")
    sound(page, "resource-form")
    page.fill("#id_basis", "《政务数据共享条例》")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_contain_text("第 2 版")

    page.goto(f"{here}links/{exchange.THERE}/")
    page.get_by_text("提出协议").first.click()
    today = local_date(now())
    page.fill("#id_number", "HY-2026-1")
    page.locator("#id_resource").select_option(value=CODE)
    page.locator("input[name=first]").fill(str(today))
    page.locator("input[name=last]").fill(str(today + timedelta(days=300)))
    page.fill("#id_per_day", "2")
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.locator("body")).to_contain_text("待另一人接受")
    page.context.close()

    page = desk_page(browser)
    sign_in(page, live_site.url, "agree.two")
    page.goto(f"{here}links/{exchange.THERE}/")
    sound(page, "link-proposed")
    page.get_by_role("button", name="接受", exact=True).click()
    expect(page.locator("body")).to_contain_text("生效")

    person = exchange.person_of(RESIDENT)
    body = {"person": person, "questions": ["lives_here"], "why": "核对居住"}
    results = there.send(*(there.message("enquiry", body, agreement="HY-2026-1") for _ in "123"))
    assert [r["class"] for r in results] == ["receipt", "receipt", "rejection"]
    exchange.carry(there)
    assert [m["body"]["outcome"] for m in there.sent_to("reply")]

    page.goto(here)
    expect(page.locator("body")).to_contain_text("2 / 2 · HY-2026-1")
    expect(page.locator("body")).to_contain_text("agreement_quota")
    sound(page, "exchange-health")
    page.goto(f"{here}links/{exchange.THERE}/")
    page.get_by_text("登记旧网关密钥").click()
    page.fill("#id_caller", "r_510823000000_1")
    page.fill("#id_service", "s_430181000000_7")
    page.fill("#id_secret", "a-secret-of-theirs")
    page.locator("form[action$='gateways/'] button").last.click()
    expect(page.locator("body")).to_contain_text("r_510823000000_1")
    sound(page, "link-gateway")
    page.context.close()
