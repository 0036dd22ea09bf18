"""A meeting on the phone: called, attended, voted on by oneself and by proxy, published, printed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.groups.api import meetings
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.domains.groups.town import Street, founded, joined
from tests.factories.staff import actor, public, signed_in

FORM = {
    "title": "秋季会",
    "begins": "2030-01-02T19:30",
    "place": "活动室",
    "item_title": ["账目", "装路灯", "选组长", ""],
    "item_kind": ["report", "motion", "choice", "report"],
    "item_options": ["", "", "老王、老李", ""],
    "item_majority": ["simple", "simple", "simple", "simple"],
    "item_text": ["", "", "", ""],
    "key": "m1",
}


@pytest.fixture(scope="module")
def home(once):
    return once(_built)


def _built():
    Street.built()
    users = [public(f"1390004000{n}") for n in range(3)]
    people = [actor(u) for u in users]
    group = founded(people[0], name="会议之家")
    joined(group, *people[1:])
    return group, users


def page(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_a_meeting_on_the_phone(home):
    group, users = home
    chair, second, third = map(signed_in, users)
    new = f"/me/groups/{group}/meetings/new/"
    assert second.get(new).status_code == 403
    for wrong in (
        {"begins": ""},
        {"title": ""},
        {"begins": "2001-01-01T10:00"},
        {"item_title": []},
    ):
        assert chair.post(new, FORM | wrong).status_code == 422
    soon = now() + timedelta(days=4)
    made = chair.post(new, FORM | {"begins": f"{local_date(soon)}T00:10"})
    assert made.status_code == 302
    url = made["Location"]
    assert "装路灯" in page(second, url) and "秋季会" in page(second, f"/me/groups/{group}/")
    assert signed_in(public("13900040009")).get(url).status_code == 404
    given = second.post(url, {"act": "give_proxy"})
    assert given.status_code == 200
    code = given.content.decode().split("<strong>")[1].split("</strong>")[0].strip()
    assert third.post(url, {"act": "take_proxy", "code": "NONSENSE"}).status_code == 422
    assert third.post(url, {"act": "take_proxy", "code": code}).status_code == 302
    assert "表决" in page(third, url)
    assert chair.post(url, {"act": "open"}).status_code == 422, "not before its day"
    number = int(url.rstrip("/").rsplit("/", 1)[-1])
    with acting(actor(users[0])):
        meetings.open_meeting(number, actor=actor(users[0]), at=soon + timedelta(days=1))
        found = meetings.meeting(number)
    motion = found.items[1]
    roll = page(chair, f"{url}roll/")
    assert "到会" in roll and second.get(f"{url}roll/").status_code == 403
    own = roll.split('name="voter" value="')[1].split('"')[0]
    assert chair.post(f"{url}roll/", {"voter": own, "act": "come"}).status_code == 302
    assert chair.post(url, {"act": "open_vote", "item": motion.id}).status_code == 302
    assert third.post(url, {"act": "cast", "item": motion.id}).status_code == 422
    text = page(third, url)
    giver = text.split("替 ")[-1] and [
        v.split('"')[0] for v in text.split('name="voter" value="')[1:]
    ]
    assert len(giver) == 2, "one's own ballot and that of the proxy"
    for voter in giver:
        vote = {"act": "cast", "item": motion.id, "voter": voter, "choice": "yes"}
        assert third.post(url, vote).status_code == 302
    assert chair.post(url, {"act": "close_vote", "item": motion.id}).status_code == 302
    assert "通过" in page(second, url)
    assert chair.post(url, {"act": "close", "minutes": ""}).status_code == 422
    assert chair.post(url, {"act": "close", "minutes": "装两盏灯。"}).status_code == 302
    assert "装两盏灯" in page(second, url) and "装两盏灯" in page(second, f"{url}print/")
    assert second.post(url, {"act": "fly"}).status_code == 422
