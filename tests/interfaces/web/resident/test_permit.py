"""Applying on the phone: one's own and one's wards', never anybody else's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.domains.permits.api import applications as permits
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories import applications as desk
from tests.factories import staff
from tests.factories.register import CHILD, PLATFORM, RESIDENT

APPLY = "/me/permit/apply/"


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


def phone(who, person, **options):
    return staff.signed_in(staff.public(who.phone, person_id=person), **options)


def test_everything_is_there_in_two_pages(street):
    me = phone(desk.SETTLED, street.one)
    assert "现在可以申请" in me.get(APPLY).content.decode()
    begun = me.post(APPLY, {"person": street.one})
    assert begun.status_code == 302
    text = me.get(begun.url).content.decode()
    assert "登记中已有，不用再交" in text
    photo = SimpleUploadedFile("me.jpg", desk.photograph(), "image/jpeg")
    sent = me.post(
        begun.url + "send/", {"file-photo": photo, "kind-photo": "photo", "ethnicity": "01"}
    )
    assert sent.status_code == 302
    assert "前办结" in me.get(begun.url).content.decode()
    assert "居住证正在办理" in me.get("/me/").content.decode()


def test_a_bad_photograph_is_told_with_every_reason_and_what_was_good_stays(street):
    me = phone(desk.SETTLED, street.one)
    begun = me.post(APPLY, {"person": street.one}).url
    dark = SimpleUploadedFile(
        "me.jpg", desk.photograph(background=(30, 30, 30), blur=9), "image/jpeg"
    )
    answer = me.post(
        begun + "send/", {"file-photo": dark, "kind-photo": "photo", "ethnicity": "01"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "背景须是浅色" in text
    assert "不清晰" in text


def test_a_parent_applies_for_the_child(street):
    parent = phone(RESIDENT, street.street.resident)
    text = parent.get(f"{APPLY}?person={street.street.child}").content.decode()
    assert f"{CHILD.name}的居住证" in text


def test_nobody_elses_application_opens(street):
    made = desk.applied(street.one, at=now())
    other = phone(desk.SECOND, street.two)
    for name in ("permit_application", "permit_send", "permit_withdraw", "permit_decline"):
        address = reverse(f"resident:{name}", args=[made])
        assert (
            other.get(address) if name == "permit_application" else other.post(address)
        ).status_code == 404
    with acting(PLATFORM):
        paper = permits.application(made).documents[0].id
    assert other.get(reverse("resident:permit_paper", args=[paper])).status_code == 404
    assert other.get(f"{APPLY}?person={street.one}").content.decode().count(desk.SETTLED.name) == 0


def test_a_refusal_names_reasons_and_the_way_to_object(street):
    me, at = phone(desk.SETTLED, street.one), now()
    made = desk.applied(street.one, at=at)
    desk.said(made, desk.COUNTER, at=at)
    desk.said(made, desk.STREET_CLERK, at=at)
    desk.said(
        made,
        desk.STATION,
        at=at,
        decision=permits.StageDecision.REFUSE,
        reasons=["papers_false"],
        note="合同系伪造",
    )
    text = me.get(reverse("resident:permit_application", args=[made])).content.decode()
    assert "材料虚假" in text
    assert "合同系伪造" in text
    assert "行政复议" in text


def test_in_english_too(street):
    me = phone(desk.SETTLED, street.one, language="en")
    made = desk.applied(street.one, at=now(), photo=False)
    assert "You can apply now" in me.get(APPLY).content.decode()
    assert (
        "requested only once"
        in me.get(reverse("resident:permit_application", args=[made])).content.decode()
    )
