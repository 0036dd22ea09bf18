"""Pages of activities and of mediation: what strangers and offices see, what is refused and how it reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.foundation.clock import CHINA, now
from tests.domains.groups.town import STREET, Street, founded
from tests.factories.staff import actor, public, signed_in, staff


@pytest.fixture(scope="module")
def home(once):
    return once(_built)


def _built():
    Street.built()
    users = [public(f"1390007000{n}") for n in range(3)]
    return founded(actor(users[0]), name="活动之家"), users


def page(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def field(hours: int) -> str:
    return (now() + timedelta(hours=hours)).astimezone(CHINA).strftime("%Y-%m-%dT%H:%M")


def test_an_activity_is_announced_filled_and_given_back(home):
    group, users = home
    chair, first, second = map(signed_in, users)
    new = f"/me/groups/{group}/activities/new/"
    form = {
        "kind": "course",
        "title": "电工班",
        "place": "活动室",
        "begins": field(5),
        "ends": field(8),
        "seats": "1",
        "skill": "低压电工",
        "key": "a1",
    }
    assert first.get(new).status_code == 403
    for wrong in (
        {"title": ""},
        {"seats": "x"},
        {"begins": "soon"},
        {"ends": field(1)},
        {"skill": ""},
    ):
        assert chair.post(new, form | wrong).status_code == 422
    made = chair.post(new, form)
    assert made.status_code == 302 and chair.post(new, form)["Location"] == made["Location"]
    url = made["Location"]
    assert first.post(url, {"act": "sign_up", "own_name": ""}).status_code == 422
    for client, name in ((first, "甲"), (second, "乙")):
        assert client.post(url, {"act": "sign_up", "own_name": name}).status_code == 302
    assert "已报名" in page(first, url) and "排队中" in page(second, url)
    people = page(chair, f"{url}people/")
    assert "甲" in people and "乙" in people and first.get(f"{url}people/").status_code == 403
    assert chair.post(f"{url}people/", {"act": "close"}).status_code == 422, "not before it begins"
    assert first.post(url, {"act": "give_back"}).status_code == 302
    assert "已报名" in page(second, url)
    assert second.get(f"{url}certificate/").status_code == 404
    clerk = signed_in(staff("groups.pages", ("street", STREET)))
    seen = page(clerk, f"/office/groups/{group}/")
    assert "电工班" in seen and "乙" not in seen
    assert clerk.get(url.replace("/me/", "/office/") + "people/").status_code == 403


def test_a_dispute_is_read_by_its_sides_alone(home):
    group, users = home
    chair, first, second = map(signed_in, users)
    new = f"/me/groups/{group}/mediation/new/"
    form = {
        "own_name": "甲",
        "other_name": "乙",
        "subject": "院子",
        "text": "车停在门口。",
        "key": "m1",
    }
    for wrong in ({"own_name": ""}, {"text": " "}, {"subject": "长" * 90}):
        assert first.post(new, form | wrong).status_code == 422
    asked = first.post(new, form)
    code = asked.content.decode().split("<strong>")[1].split("</strong>")[0].strip()
    assert second.post("/me/groups/mediation/", {"code": "wrong"}).status_code == 422
    made = second.post("/me/groups/mediation/", {"code": code, "key": "c1"})
    assert made.status_code == 302
    url = made["Location"]
    assert "院子" in page(first, url) and "院子" in page(second, "/me/groups/mediation/")
    assert chair.get(url).status_code == 404, "a chair who is no mediator does not see it"
    assert second.post(url, {"act": "take"}).status_code == 422
    assert second.post(url, {"act": "fly"}).status_code == 422
    assert second.get(f"{url}print/").status_code == 404
    assert second.post(url, {"act": "withdraw", "key": "w1"}).status_code == 302
    assert "已结束" in page(first, url)
