"""A resident reads whether they may have a permit, with the facts, the articles and the day; the
office reads the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from anju.domains.permits.api import eligibility
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.web.pieces.eligibility import eligibility_values
from tests.factories import register as town
from tests.factories.applications import applied
from tests.factories.held_permits import active
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once) -> town.Street:
    return once(town.Street.built)


def text(page):
    assert page.status_code == 200, page.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def own(person, phone, language="zh-hans"):
    return signed_in(public(phone, person_id=person), language=language)


def test_the_page_says_yes_since_when_by_which_facts_and_articles(street):
    page = text(own(street.resident, "13900001234").get("/me/entitled/"))
    since = street.today - timedelta(days=200)
    for words in (
        "可以申领居住证",
        f"居住登记：自 {since} 起",
        "第二条",
        "居住证暂行条例",
        "首次办理免费",
    ):
        assert words in page


def test_the_page_names_the_day_to_a_newcomer(street):
    page = text(own(street.worker, "13800005678").get("/me/entitled/"))
    with acting(system("tests")):
        day = eligibility.assess([street.worker], on=street.today, at=street.at)[
            street.worker
        ].entitled_from
    assert f"从 {day} 起可以申领" in page
    assert "合法稳定就业" in page


def test_the_page_speaks_english(street):
    page = text(own(street.resident, "13900001234", "en").get("/me/entitled/"))
    assert "May I have a residence permit?" in page
    assert "Registered as living here since" in page


def test_only_somebody_tied_to_a_record_gets_an_answer(street):
    page = signed_in(public("13911119999")).get("/me/entitled/")
    assert (page.status_code, page["Location"]) == (302, "/me/tie/")


def test_home_invites_whoever_is_entitled(street):
    client = own(street.resident, "13900001234")
    assert "我能办居住证吗" in text(client.get("/me/"))
    with acting(system("tests")):
        eligibility.recompute([street.resident], actor=system("tests"), at=now())
    assert "您可以申领居住证了" in text(client.get("/me/"))


def test_reading_it_leaves_a_line(street):
    own(street.resident, "13900001234").get("/me/entitled/")
    with acting(system("tests")):
        assert [e.action for e in audit.reads_of(street.resident)] == ["own.entitlement"]


def test_the_office_reads_the_same_on_the_persons_page(street):
    page = text(
        signed_in(staff("clerk01", ("counter", town.STREET))).get(
            f"/office/people/{street.resident}/"
        )
    )
    assert "居住证资格" in page
    assert "可以申领居住证" in page


def test_every_code_of_every_rule_has_words():
    from anju.interfaces.texts import eligibility as words

    for rules in eligibility.rulesets():
        for way in rules.ways or ():
            assert way.code in eligibility.paths()
            for condition in way.conditions:
                assert condition.article in eligibility.articles()
                assert {condition.code} <= set(words.FACTS) & set(words.MISSING)


@pytest.mark.parametrize(
    ("code", "state"), [("local_hukou", "never"), ("foreign", "never"), ("registered_stay", "no")]
)
def test_whoever_cannot_have_one_reads_why(code, state):
    found = eligibility_values(
        eligibility.Assessment(
            1, "", False, None, None, (), (eligibility.Missing(code, "663.2"),), "national", None
        )
    )
    assert found["state"] == state
    assert found["always"][0]["text"] != code


def test_who_holds_a_permit_or_has_applied_is_not_told_that_they_may_apply(street):
    client, clerk = (
        own(street.resident, "13900001234"),
        signed_in(staff("street.qi", ("street", town.STREET))),
    )
    assert 'href="/me/permit/apply/"' in client.get("/me/entitled/").content.decode()
    active(street)
    page, office = client.get("/me/entitled/"), clerk.get(f"/office/people/{street.resident}/")
    assert "可以申领" not in text(page) + text(office)
    assert "我的居住证" in text(page)
    assert "已持有居住证" in text(office)
    assert 'href="/me/permit/apply/"' not in page.content.decode()


def test_an_open_application_stands_where_the_answer_stood(street):
    client, clerk = (
        own(street.resident, "13900001234"),
        signed_in(staff("street.qi", ("street", town.STREET))),
    )
    applied(street.resident, at=now(), photo=False)
    assert "可以申领居住证" not in text(client.get("/me/entitled/"))
    office = text(clerk.get(f"/office/people/{street.resident}/"))
    assert "可以申领居住证" not in office
    assert "居住证申请 ·" in office
