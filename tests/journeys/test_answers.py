"""A department's agreement from its proposal to the first answer, what the office sees of it, and what the resident."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.access import api as access
from anju.domains.exchange.api import extracts
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories import register as town
from tests.factories.answers import lives_in
from tests.factories.staff import public, staff
from tests.factories.staff import sign_in as staff_sign_in
from tests.journeys.areas import desk_page, looked_at, phone_page, sign_in, sound

pytestmark = pytest.mark.journey
RESIDENT = "13800000331"


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        user = access.create_user(
            town.PLATFORM, kind="client", username="bureau", display_name="教育局系统", at=now()
        )
        access.grant(town.PLATFORM, user_id=user.id, role="client", region=town.STREET, at=now())
        public(RESIDENT, person_id=built.resident)
        yield built


def _pick(page, field):
    """The street, by the picker of divisions."""
    page.fill(f"#id_{field}_text", "洞阳镇")
    page.locator(f"#id_{field}_list [role=option]", has_text="洞阳镇").first.click()


def test_from_the_proposal_of_an_agreement_to_its_first_answer(browser, live_site, street):
    staff("jn.district", ("district", town.STREET[:6]))
    staff("jn.city", ("city", town.STREET[:4]))
    office = desk_page(browser)
    staff_sign_in(office, live_site.url, "jn.district")
    office.goto(f"{live_site.url}/office/exchange/")
    office.locator("a", has_text="核验和协议").first.click()
    sound(office, "answers-empty")
    office.set_viewport_size({"width": 1440, "height": 900})
    office.click("summary:has-text('提出协议')")
    office.fill("#id_number", "JY-2026-01")
    office.fill("#id_name", "教育局（入学核验）")
    office.select_option("#id_asker", label="教育局系统")
    office.check("input[name=services][value=lives_in_division]")
    office.check("input[name=columns][value=sex]")
    office.check("input[name=columns][value=birth_years]")
    office.fill("#id_basis", "义务教育法第十二条")
    office.check("input[name=purposes][value=service]")
    _pick(office, "region")
    today = local_date(now())
    for name, day in (("first", today), ("last", today + timedelta(days=365))):
        office.locator(f"details input[name={name}]").fill(str(day))
    office.locator("button", has_text="提出").first.click()
    office.wait_for_selector("text=待另一人接受")

    second = desk_page(browser)
    staff_sign_in(second, live_site.url, "jn.city")
    second.goto(f"{live_site.url}/office/exchange/answers/")
    second.locator("button", has_text="接受").first.click()
    second.wait_for_selector("text=生效")

    asked(street)
    office.goto(f"{live_site.url}/office/exchange/answers/")
    office.click("summary:has-text('提出提取')")
    office.locator("form[action$='/extracts/'] input[value=sex]").check()
    _pick(office, "extract_region")
    office.locator("form[action$='/extracts/'] select[name=purpose]").select_option("service")
    office.locator("form[action$='/extracts/'] button", has_text="提出").last.click()
    office.wait_for_selector("text=待另一人批准")
    second.goto(f"{live_site.url}/office/exchange/answers/")
    second.locator("button", has_text="批准").first.click()
    second.wait_for_selector("text=制作中")
    with acting(town.PLATFORM):
        (waiting,) = extracts.due()
    extracts.make_extract(waiting, at=now())
    office.goto(f"{live_site.url}/office/exchange/answers/")
    office.wait_for_selector("text=待下载")
    sound(office, "answers-used")
    office.set_viewport_size({"width": 1440, "height": 900})
    office.goto(f"{live_site.url}/office/exchange/answers/?print=1")
    office.wait_for_selector("text=教育局系统")
    office.goto(f"{live_site.url}/office/exchange/shield/{street.resident}/")
    sound(office, "shield")

    mine = phone_page(browser)
    sign_in(mine, live_site.url, RESIDENT)
    mine.goto(f"{live_site.url}/me/looked/")
    looked_at(mine, "answers-resident")
    assert mine.locator("text=此人（某日）是否居住在这个区划：是").count() == 1
    assert mine.locator("text=取得不含姓名和号码的数据：性别").count() == 1


def asked(street) -> None:
    """The department asks about a resident and somebody it invents, and too early for another purpose."""
    with acting(town.PLATFORM):
        user = next(u for u, name in access.department_accounts() if name == "教育局系统")
        token = access.issue_token(town.PLATFORM, user_id=user, name="t", at=now()).secret
    body = {
        "agreement": "JY-2026-01",
        "questions": [lives_in(town.RESIDENT), lives_in(town.RESIDENT, name="单文婧")],
    }
    answers = [
        Client().post(
            "/api/v1/answers",
            json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {token}", "x-purpose": purpose},
        )
        for purpose in ("service", "verification")
    ]
    assert [a["answer"] for a in answers[0].json()["answers"]] == ["yes", "no"]
    assert answers[1].json()["code"] == "answer_purpose"
