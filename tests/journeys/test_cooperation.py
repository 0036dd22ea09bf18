"""Two places agree, exchange, review: an agreement from the template, signed by both, a move answered under it,
a message that came back repaired, a joint service day reported, a review whose figures both places computed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from anju.domains.exchange.api import cooperation, links
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import to_base64url
from anju.foundation.db.scope import acting
from tests.factories import exchange
from tests.factories.register import PLATFORM, RESIDENT, Street
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, sound

pytestmark = pytest.mark.journey
TODAY = local_date(now())


@pytest.fixture(scope="module")
def there(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        Street.built()
        for name in ("coop.one", "coop.two"):
            staff(name, ("city", "4301"))
        found = exchange.linked()
        with acting(PLATFORM):
            for agreement in links.agreements_of(links.peer(exchange.THERE).id):
                links.end_agreement(agreement.id, actor=PLATFORM, at=now())
        return found


def signs(there) -> None:
    """The other place signs what it was proposed."""
    exchange.carry(there)
    held = there.sent_to("agreement_proposal")[-1]["body"]["terms"]
    body = {
        "digest": cooperation.digest_of_terms(held),
        "algorithm": there.key.key.alg,
        "kid": there.key.key.kid,
        "signature": to_base64url(there.key.sign(cooperation.signed_text(held))),
        "office": "剑阁县流动人口办",
    }
    there.send(there.message("agreement_signature", body, agreement=held["number"]))
    exchange.carry(there)


def press(page, selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


def test_two_places_agree_exchange_and_review(browser, live_site, there):
    home = f"{live_site.url}/office/exchange/cooperation/"
    page = desk_page(browser)
    sign_in(page, live_site.url, "coop.one")
    page.goto(home)
    sound(page, "cooperation-empty")
    page.goto(f"{home}new/{exchange.THERE}/")
    expect(page.locator("input[name=duty_text]").first).to_have_value(
        "收到流入通知后答复，结束原居住登记"
    )
    page.fill("#id_number", "LY-JG-1")
    page.locator("input[name=first]").fill(str(TODAY - timedelta(days=3)))
    page.locator("input[name=service_day]").first.fill(str(TODAY - timedelta(days=1)))
    page.locator("input[name=review]").first.fill(str(TODAY))
    page.locator("input[name=contact_name]").first.fill("钟离月")
    page.locator("input[name=contact_phone]").first.fill("0731-55550101")
    sound(page, "cooperation-form")
    press(page, "form button.btn-primary")
    expect(page.locator("body")).to_contain_text("已提出，等对方")
    address = page.url
    signs(there)
    page.goto(address)
    expect(page.locator("body")).to_contain_text("请另一位同事签署")
    page.context.close()

    page = desk_page(browser)
    sign_in(page, live_site.url, "coop.two")
    page.goto(address)
    press(page, "button[value=sign]")
    expect(page.locator("h1")).to_contain_text("已生效")

    person = exchange.person_of(RESIDENT)
    notice = {"person": person, "since": str(TODAY), "division": "510823100001"}
    there.send(there.message("arrival_notice", notice, agreement="LY-JG-1"))
    there.reject = {"departure_notice": "body_invalid"}
    exchange.carry(there)
    page.goto(f"{live_site.url}/office/exchange/messages/?show=rejected")
    sound(page, "messages-rejected")
    page.locator("main table a").first.click()
    sound(page, "message-rejected")
    there.reject = {}
    press(page, "form[action$='resend/'] button.btn-primary")
    exchange.carry(there)
    assert there.sent_to("departure_notice")

    page.goto(address)
    row = page.locator("tr", has_text="浏阳市 → 剑阁县")
    expect(row.locator("td").nth(2)).to_have_text("1")
    page.get_by_text("报告这个服务日").first.click()
    page.locator("input[name=held_on]").first.fill(str(TODAY - timedelta(days=1)))
    page.locator("input[name=served]").first.fill("126")
    page.locator("input[name=text]").first.fill("现场办理居住登记")
    sound(page, "cooperation-service-day")
    press(page, "form[action$='service-day/'] button")
    expect(page.locator("body")).to_contain_text("服务 126 人次")
    expect(page.locator("body")).to_contain_text("该回顾了")
    page.get_by_text("报告回顾").first.click()
    page.locator("textarea[name=text]").first.fill("答复及时，继续")
    press(page, "form[action$='review/'] button")
    expect(page.locator("body")).to_contain_text("答复及时，继续")
    exchange.carry(there)
    ours = there.sent_to("agreement_report")[-1]["body"]
    theirs = {**ours, "text": "数字一致，明年增加一次服务日"}
    there.send(there.message("agreement_report", theirs, agreement="LY-JG-1"))
    exchange.carry(there)
    page.goto(address)
    expect(page.locator("body")).to_contain_text("两地数字一致")
    sound(page, "cooperation")
    page.goto(f"{address}print/")
    expect(page.locator("body")).to_contain_text("履行情况")
    page.goto(home)
    expect(page.locator("body")).to_contain_text("各地往来人数")
    sound(page, "cooperations")
    page.goto(f"{live_site.url}/office/exchange/")
    sound(page, "exchange-health-sources")
    page.context.close()
