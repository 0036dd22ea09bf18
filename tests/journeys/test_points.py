"""A resident tries a points scheme out on a phone: prefilled by the register, explained, kept nowhere. Published rules
are sound pages in both languages and at both sizes. A department's question shows in the person's own log."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from anju.domains.access import api as access
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.conftest import visitor
from tests.factories import register as town
from tests.factories.permits_held import permit
from tests.journeys.areas import DESK, fits, looked_at, phone_page, sign_in, tap, without_barriers
from tests.journeys.areas import PHONE as SCREEN

pytestmark = pytest.mark.journey
PHONE = "13911110061"


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        with acting(town.PLATFORM):
            user = access.public_user(phone=PHONE, at=now())
            access.link_to_person(
                town.PLATFORM, user_id=user.id, person_id=built.resident, how="invitation", at=now()
            )
        permit(built.resident)
        yield built


@pytest.fixture(scope="module")
def department(street) -> str:
    """The token of a department of the same city."""
    with acting(town.PLATFORM):
        user = access.create_user(
            town.PLATFORM,
            kind="client",
            username="school-board",
            display_name="教育局招生系统",
            at=now(),
        )
        access.grant(town.PLATFORM, user_id=user.id, role="client", region="4301", at=now())
        return access.issue_token(town.PLATFORM, user_id=user.id, name="tests", at=now()).secret


def test_a_resident_tries_a_scheme_and_sees_where_each_point_comes_from(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, PHONE)
    page.goto(f"{live_site.url}/me/")
    tap(page, "a.aj-go", "积分试算")
    looked_at(page, "points-choose")
    tap(page, "a.aj-go", "上海市居住证积分")
    assert page.input_value("[name=born]") == "1991-04-12"
    looked_at(page, "points-try")
    page.select_option("[name=education]", "bachelor")
    page.select_option("[name=title]", "skill5")
    page.fill("[name=insured]", "24")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=达到标准分值 120 分")
    assert page.locator(".aj-total strong").inner_text() == "126"
    points = [int(t) for t in page.locator(".aj-sum b").all_inner_texts()]
    assert sum(points) == 126
    looked_at(page, "points-result")
    page.locator("summary").tap()
    page.locator("[name=detention]").first.fill("2026-01-01")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=还差 44 分")
    looked_at(page, "points-short")
    page.fill("[name=insured]", "many")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=这个数不在可填的范围内")
    looked_at(page, "points-wrong")
    page.goto(f"{live_site.url}/me/points/shanghai/")
    assert page.input_value("[name=insured]") == ""
    assert not page.locator("text=试算结果").count()


def test_beijing_says_which_conditions_are_met_and_the_latest_cut_off(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, PHONE)
    page.goto(f"{live_site.url}/me/points/beijing/")
    for name, value in (("insured", "60"), ("employed", "242"), ("own_home", "140")):
        page.fill(f"[name={name}]", value)
    for name, value in (("permit", "yes"), ("education", "master"), ("tax", "t6")):
        page.select_option(f"[name={name}]", value)
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=现在还不能申请")
    page.fill("[name=insured]", "120")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=最近公布的分数线")
    assert page.locator(".aj-total strong").inner_text() == "124.17"
    looked_at(page, "points-beijing")


def test_published_rules_are_sound_in_both_languages_and_at_both_sizes(browser, live_site, street):
    for language in ("zh-CN", "en"):
        page = visitor(browser, locale=language, viewport=SCREEN, bypass_csp=True)
        for path in ("entitlements", "points", "points/shanghai", "points/beijing"):
            page.goto(f"{live_site.url}/{path}/")
            looked_at(page, f"published-{path.replace('/', '-')}-{language}")
        page.set_viewport_size(DESK)
        for path in ("entitlements", "points/shanghai"):
            name = f"wide-{path.replace('/', '-')}-{language}"
            page.goto(f"{live_site.url}/{path}/")
            fits(page, name, DESK["width"])
            without_barriers(page, name, "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
        page.context.close()


def test_a_departments_question_is_answered_and_the_person_reads_it(
    browser, live_site, street, department
):
    page = phone_page(browser)
    answers = [
        page.request.post(
            f"{live_site.url}/api/v1/entitlements/check",
            headers={
                "Authorization": f"Bearer {department}",
                "X-Purpose": "service",
                "Idempotency-Key": "school-1",
            },
            data={
                "entitlement": "compulsory_education",
                "holder": {"document": {"number": town.RESIDENT.doc_number}},
            },
        ).json()
        for _ in range(2)
    ]
    assert [(a["entitled"], a["repeated"]) for a in answers] == [(True, False), (True, True)]
    sign_in(page, live_site.url, PHONE)
    page.goto(f"{live_site.url}/me/looked/")
    page.wait_for_selector("text=教育局招生系统")
    assert len(re.findall("询问能否享受“义务教育”，答复：能", page.content())) == 1
    looked_at(page, "looked-asked")


def test_one_key_sent_six_times_at_once_is_one_question(live_site, street, department):
    def ask(_):
        connection = http.client.HTTPConnection(urlsplit(live_site.url).netloc, timeout=120)
        body = json.dumps({"entitlement": "public_health", "holder": {"person": street.resident}})
        connection.request(
            "POST",
            "/api/v1/entitlements/check",
            body,
            {
                "Authorization": f"Bearer {department}",
                "X-Purpose": "service",
                "Idempotency-Key": "at-once",
                "Content-Type": "application/json",
            },
        )
        answer = json.load(connection.getresponse())
        connection.close()
        return answer

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    assert [a["entitled"] for a in answers] == [True] * 6
    assert sorted(a["repeated"] for a in answers) == [False] + [True] * 5
    with acting(town.PLATFORM):
        fields = [e.fields for e in audit.reads_of(street.resident)]
    assert sum("entitlement:public_health" in f for f in fields) == 1
