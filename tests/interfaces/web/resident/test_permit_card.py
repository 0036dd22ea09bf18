"""The resident's first page has one card about the permit; it says the state and leads to the one next step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from anju.domains.permits.api import applications, eligibility, lifecycle
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.web.resident.permit_card import permit_card
from tests.factories import applications as desk
from tests.factories.held_permits import active, ordered
from tests.factories.register import PLATFORM
from tests.factories.staff import public, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


def card(person):
    with acting(PLATFORM), translation.override("zh-hans"):
        return permit_card(person, at=now())


def test_it_leads_from_the_question_through_the_application_to_the_permit(street):
    assert card(street.one)["title"] == "我能办居住证吗"
    with acting(PLATFORM):
        eligibility.recompute([street.one], actor=PLATFORM, at=now())
    assert card(street.one)["url"] == "/me/entitled/"
    assert card(street.one)["title"] == "您可以申领居住证了"
    me = desk.self_actor(street.one)
    with acting(me):
        begun = applications.start(street.one, actor=me, at=now())
    assert card(street.one)["title"] == "居住证申请还没提交"
    with acting(me):
        applications.withdraw(begun, actor=me, at=now())
    sent = desk.applied(street.one, at=now())
    assert card(street.one) == {
        **card(street.one),
        "title": "居住证正在办理",
        "url": f"/me/permit/apply/{sent}/",
    }
    desk.approved(sent, at=now())
    assert card(street.one)["title"] == "居住证正在制作"


def test_without_a_photograph_it_asks_to_complete(street):
    sent = desk.applied(street.two, at=now(), photo=False)
    assert card(street.two) == {
        **card(street.two),
        "title": "居住证申请还缺材料",
        "url": f"/me/permit/apply/{sent}/",
        "urgent": True,
    }


@pytest.mark.parametrize(
    ("days", "title", "url"),
    [
        (10, "我的居住证：有效", "/me/permit/"),
        (350, "居住证该签注了", "/me/permit/keep/"),
        (370, "居住证使用功能中止", "/me/permit/keep/"),
    ],
)
def test_a_permit_in_use_is_shown_or_endorsed(street, days, title, url):
    active(street.street, at=now() - timedelta(days=days))
    with acting(PLATFORM):
        lifecycle.suspend_due(actor=PLATFORM, at=now())
    told = card(street.street.resident)
    assert (told["title"], told["url"]) == (title, url)


def test_a_lost_one_leads_to_the_replacement(street):
    permit = active(street.street, at=now() - timedelta(days=10))
    with acting(PLATFORM):
        lifecycle.report_loss(permit, actor=PLATFORM, at=now())
    assert card(street.street.resident)["title"] == "居住证已挂失"


def test_one_being_made_waits(street):
    ordered(street.street)
    assert card(street.street.resident)["title"] == "居住证正在制作"


def test_a_wrong_pin_is_the_only_message_also_after_a_right_one(street):
    person = street.street.resident
    active(street.street, at=now() - timedelta(days=10))
    holder = signed_in(public("13900001234", person_id=person))
    assert holder.post("/me/permit/", {"new_pin": "802341"}).status_code == 302
    assert "已用 PIN 确认" in holder.get("/me/permit/").content.decode()
    for _ in range(12):
        page = holder.post("/me/permit/", {"pin": "802349"})
        text = page.content.decode()
        assert page.status_code == 422 and "已用 PIN 确认" not in text
        assert '<p data-permit="checked" hidden>' in text
    assert "PIN 不对" not in text and "再试" in text
