"""Work from the field at the office: what waits is decided, phones are stopped, a broken phone's queue is taken in."""

from __future__ import annotations

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.fieldwork.api import sync
from anju.domains.places import api as places
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed
from tests.factories import staff
from tests.factories.field import Phone, answered
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(street):
    return Phone.enrolled()


def capacity(home):
    with acting(PLATFORM):
        return places.homes([home.id])[home.id].capacity


def clash(phone, home, wanted=5):
    """Both sides change one field."""
    key = phone.change(home, capacity=(home.capacity + 7, wanted))
    assert answered(phone.send(), key) == ("waiting", "both_changed")


def test_a_field_that_both_changed_shows_both_values_and_takes_the_chosen_one(clerk, phone, street):
    home = street.rooms[0]
    clash(phone, home)
    page = clerk.get("/office/field/").content.decode()
    assert f"：{home.capacity}" in page and "：5" in page and "您和办公室都改了同一项" in page
    action = page.split('action="/office/field/')[1].split('"')[0]
    left = clerk.post(f"/office/field/{action}", {"decision": "accept"}, follow=True)
    assert "请为两边都改过的每一项选定" in left.content.decode() and capacity(home) == home.capacity
    clerk.post(f"/office/field/{action}", {"decision": "accept", "side-capacity": "device"})
    assert capacity(home) == 5
    assert "没有待处理的外业记录" in clerk.get("/office/field/").content.decode()


def test_numbers_are_masked_and_other_streets_see_nothing(clerk, other_clerk, phone, street):
    who = somebody("田初见", 71, area="430102")
    content = {"name": who.name, "doc_type": "111", "doc_number": who.doc_number}
    key = phone.write("move_in", home={"code": "NOSUCH"}, content=content)
    assert answered(phone.send(), key) == ("waiting", "for_office")
    page = clerk.get("/office/field/").content.decode()
    assert who.name in page and who.doc_number not in page
    assert who.name not in other_clerk.get("/office/field/").content.decode()


def test_a_new_home_like_one_that_is_there_waits_until_somebody_says_which_it_is(
    clerk, other_clerk, phone, street
):
    with acting(PLATFORM):
        there = places.enter_home(
            actor=PLATFORM, at=now(), region=HERE, address="1片和平街1号", room="301"
        )
    key = phone.home("301", address="和平街1号")
    phone.send()
    page = clerk.get("/office/field/").content.decode()
    assert "可能就是同一套" in page and there.text in page and f'value="{there.code}"' in page
    assert there.code not in other_clerk.get("/office/field/").content.decode()
    action = "/office/field/" + page.split('action="/office/field/')[1].split('"')[0]
    clerk.post(action, {"decision": "accept", "home_code": there.code})
    with acting(phone.actor):
        (answer,) = sync.standing([key], actor=phone.actor)
    assert (answer.status, answer.facts["home"]) == ("unchanged", there.code)


def test_refusing_needs_a_word_which_the_sender_reads(clerk, phone, street):
    clash(phone, street.rooms[0])
    page = clerk.get("/office/field/").content.decode()
    action = "/office/field/" + page.split('action="/office/field/')[1].split('"')[0]
    assert (
        "没有待处理" not in clerk.post(action, {"decision": "refuse"}, follow=True).content.decode()
    )
    assert clerk.post(action, {"decision": "burn"}).status_code == 404
    done = clerk.post(action, {"decision": "refuse", "note": "房东说仍住四人"}, follow=True)
    assert "没有待处理" in done.content.decode()
    (key,) = phone.log
    with acting(phone.actor):
        (answer,) = sync.standing([key], actor=phone.actor)
    assert (answer.status, answer.facts["note"]) == ("refused", "房东说仍住四人")


def queue_file(phone):
    operations = [
        {"key": k, "envelope": base64.urlsafe_b64encode(e).decode().rstrip("=")}
        for k, e in phone.envelopes.items()
    ]
    text = {
        "form": "anju-field-queue-1",
        "device": phone.code,
        "sent_at": phone.clock + 5,
        "operations": operations,
    }
    return SimpleUploadedFile("queue.json", json.dumps(text).encode(), "application/json")


def test_a_broken_phones_queue_waits_for_a_decision_and_is_taken_in_once(clerk, phone, street):
    home = street.rooms[0]
    phone.visit(home, "met")
    first = clerk.post("/office/field/queue/", {"file": queue_file(phone)}, follow=True)
    assert "收下 1 条，其中 1 条是新的" in first.content.decode()
    again = clerk.post("/office/field/queue/", {"file": queue_file(phone)}, follow=True)
    assert "其中 0 条是新的" in again.content.decode()
    page = clerk.get("/office/field/").content.decode()
    assert page.count('aria-labelledby="entry-') == 1, "nothing of a file counts by itself"
    (key,) = phone.log
    assert answered(phone.send(), key) == ("waiting", "for_office")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"form": "other"}', b"\xff\x00"])
def test_what_is_no_queue_is_refused_in_words(clerk, phone, content):
    file = SimpleUploadedFile("queue.json", content or b" ")
    page = clerk.post("/office/field/queue/", {"file": file}, follow=True).content.decode()
    assert "这不是外业手机导出的文件" in page


def test_another_streets_office_takes_no_queue_of_this_one(other_clerk, phone, street):
    phone.visit(street.rooms[0], "met")
    page = other_clerk.post("/office/field/queue/", {"file": queue_file(phone)}, follow=True)
    assert "没有这部外业终端" in page.content.decode()


def test_a_holder_stops_a_lost_phone_of_theirs(phone, street):
    client = staff.signed_in(phone.user)
    page = client.get("/office/field/phones/").content.decode()
    assert "工作手机" in page and "在用" in page
    lost = {"user": phone.user, "reason": "手机丢失"}
    assert (
        "已停用"
        in client.post(
            f"/office/field/phones/{phone.code}/revoke/", lost, follow=True
        ).content.decode()
    )
    with acting(phone.actor), pytest.raises(NotAllowed):
        sync.offer_bundle(phone.actor, since=0, areas=[], persisted=True, at=now())
