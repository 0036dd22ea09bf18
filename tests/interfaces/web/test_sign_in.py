"""Signing in as people meet it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from anju.config.urls import urlpatterns as real
from anju.domains.access import api as access
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from anju.interfaces.web.session import just_signed_in_by_code

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PLATFORM = system("test")
SECRET = "JBSWY3DPEHPK3PXP"
WORDS = "Quiet-River-42"
PHONE, OTHER = "13800000998", "13800000997"


def whoami(request):
    actor = request.actor
    return HttpResponse(
        f"{actor.kind}|{actor.user_id}|{actor.purpose}|{','.join(actor.regions('person.see'))}"
    )


def fresh(request):
    return HttpResponse(f"{just_signed_in_by_code(request)}")


def scope(request):
    from django.db import connection

    def lines():
        with connection.cursor() as cur:
            cur.execute("SELECT current_setting('anju.scope')")
            yield cur.fetchone()[0]

    return StreamingHttpResponse(lines())


def writes_then(request):
    access.public_user(phone=OTHER, at=request.at)
    raise {
        "403": NotAllowed("grant_out_of_reach"),
        "404": NotFound("user_unknown"),
        "409": Conflict("phone_taken"),
        "422": Refused("too_many_tries", minutes=3),
        "500": ValueError("a bug"),
        "lost": Http404(),
    }[request.GET["how"]]


urlpatterns = [
    path("", whoami),
    path("scope/", scope),
    path("fresh/", fresh),
    path("writes/", writes_then),
    *real,
]


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def staff():
    user = access.create_user(
        PLATFORM, kind="staff", username="street.zhao", password=WORDS, at=now()
    )
    access.grant(PLATFORM, user_id=user.id, role="street", region="430181124", at=now())
    access.enrol_totp(username="street.zhao", secret=SECRET, shown_in_demo=True)
    return user


def password(browser, words=WORDS, username="street.zhao"):
    return browser.post("/account/login/", {"login": username, "password": words})


def current_code():
    return format_hotp_value(hotp_value(SECRET, int(now().timestamp()) // 30))


def sent(phone):
    return re.search(r"(\d{6})", notices.recent(to=phone)[0].text).group(1)


def exists(phone):
    try:
        return bool(access.user_by_phone(PLATFORM, phone=phone))
    except NotFound:
        return False


def test_staff_sign_in_with_password_and_code(browser, staff):
    answer = password(browser)
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert browser.get("/").content.startswith(b"public|None")
    before = browser.session.session_key
    answer = browser.post("/account/2fa/authenticate/", {"code": current_code()})
    assert answer.status_code == 302
    assert browser.get("/").content.decode() == f"staff|{staff.id}|register|430181124"
    assert browser.session.session_key != before


def test_a_code_of_the_app_is_not_good_twice(browser, staff):
    code = current_code()
    password(browser)
    browser.post("/account/2fa/authenticate/", {"code": code})
    second = Client()
    password(second)
    second.post("/account/2fa/authenticate/", {"code": code})
    assert second.get("/").content.startswith(b"public|None")


def test_staff_without_a_second_factor_are_led_to_set_one_up_and_hold_nothing(browser):
    user = access.create_user(PLATFORM, kind="staff", username="new.one", password=WORDS, at=now())
    access.grant(PLATFORM, user_id=user.id, role="street", region="43", at=now())
    password(browser, username="new.one")
    answer = browser.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert browser.get("/account/2fa/").status_code == 200
    again = browser.get("/account/2fa/totp/activate/")["Location"]
    assert again.startswith("/account/reauthenticate/")
    page = browser.post(again, {"password": WORDS}, follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, "/account/2fa/totp/activate/")
    assert b"data:image/svg+xml" in page.content


def test_five_wrong_passwords_lock_the_account_and_say_for_how_long(browser, staff):
    for _ in range(5):
        assert b"Too many" not in password(browser, "wrong").content
    answer = password(browser)
    assert "Try again in 15 minutes" in answer.content.decode()
    assert browser.get("/").content.startswith(b"public|None")


def test_an_unknown_username_and_a_wrong_password_sound_the_same(browser, staff):
    def said(answer):
        return re.findall(r'role="alert">(.*?)</p>', answer.content.decode())

    known, unknown = password(browser, "wrong"), password(browser, "wrong", "nobody.here")
    assert said(known)
    assert said(known) == said(unknown)
    assert known.status_code == unknown.status_code


def test_wrong_second_factors_lock_too(browser, staff):
    password(browser)
    for _ in range(5):
        browser.post("/account/2fa/authenticate/", {"code": "000000"})
    answer = browser.post("/account/2fa/authenticate/", {"code": current_code()})
    assert "Too many tries" in answer.content.decode()


def test_the_public_sign_in_by_phone_and_get_a_new_session_key(browser):
    assert browser.post("/account/phone/", {"phone": PHONE})["Location"] == "/account/phone/code/"
    before = browser.session.session_key
    answer = browser.post("/account/phone/code/", {"code": sent(PHONE)})
    assert answer.status_code == 302
    assert browser.session.session_key != before
    assert browser.get("/").content.startswith(b"public|")
    assert b"None" not in browser.get("/").content.split(b"|")[1]


def test_a_code_is_fresh_for_ten_minutes_in_the_session_it_opened(browser):
    browser.post("/account/phone/", {"phone": PHONE})
    browser.post("/account/phone/code/", {"code": sent(PHONE)})
    assert browser.get("/fresh/").content == b"True"
    session = browser.session
    session["signed_in_by_code"] |= {"at": session["signed_in_by_code"]["at"] - 601}
    session.save()
    assert browser.get("/fresh/").content == b"False"
    session["signed_in_by_code"] = {"at": now().timestamp(), "user": 0}
    session.save()
    assert browser.get("/fresh/").content == b"False"


def test_known_and_unknown_phones_get_the_same_answer(browser):
    access.public_user(phone=PHONE, at=now())
    bodies = []
    for phone in (PHONE, OTHER):
        guest = Client()
        asked = guest.post("/account/phone/", {"phone": phone})
        page = guest.get("/account/phone/code/")
        wrong = f"{(int(sent(phone)) + 1) % 1_000_000:06d}"
        failed = guest.post("/account/phone/code/", {"code": wrong})
        random = r'\b\w{64}\b|\b[0-9a-f]{12}\b|138\*{4}\d{4}|"\d{6}"'  # tokens, request numbers, what was typed
        plain = re.sub(random, "", page.content.decode() + failed.content.decode())
        bodies.append(
            (asked.status_code, asked["Location"], page.status_code, failed.status_code, plain)
        )
    assert bodies[0] == bodies[1]


def test_a_wrong_code_is_counted_although_it_is_refused(browser):
    browser.post("/account/phone/", {"phone": PHONE})
    code = sent(PHONE)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert browser.post("/account/phone/code/", {"code": wrong}).status_code == 422
    browser.post("/account/phone/code/", {"code": code})
    assert browser.get("/").content.startswith(b"public|None")


def test_a_session_left_alone_ends(browser):
    browser.post("/account/phone/", {"phone": PHONE})
    browser.post("/account/phone/code/", {"code": sent(PHONE)})
    browser.get("/")
    session = browser.session
    session["seen"] -= int(timedelta(hours=25).total_seconds())
    session.save()
    assert browser.get("/").content.startswith(b"public|None")


def test_nobody_is_sent_elsewhere_after_signing_in(browser):
    browser.post("/account/phone/", {"phone": PHONE, "next": "https://evil.example/"})
    assert browser.post("/account/phone/code/", {"code": sent(PHONE)})["Location"] == "/"


@pytest.mark.parametrize("how", ["403", "404", "409", "422"])
def test_a_named_error_becomes_its_page_and_leaves_no_trace(browser, how):
    answer = browser.get("/writes/", {"how": how})
    assert answer.status_code == int(how)
    assert answer["X-Request-ID"][:12] in answer.content.decode()
    assert not exists(OTHER)


@pytest.mark.parametrize("how", ["500", "lost"])
def test_any_other_error_leaves_no_trace_either(browser, how):
    browser.raise_request_exception = False
    assert browser.get("/writes/", {"how": how}).status_code in (404, 500)
    assert not exists(OTHER)


def test_a_stream_runs_in_the_actors_scope(browser):
    assert b"".join(browser.get("/scope/").streaming_content) == b"{}"


def test_the_outbox_page_is_there_in_the_demo_only(browser, staff, settings):
    settings.DEMO = False
    assert browser.get("/outbox/").status_code == 404
    settings.DEMO = True
    browser.post("/account/phone/", {"phone": PHONE})
    page = browser.get("/outbox/").content.decode()
    assert sent(PHONE) in page
    assert "street.zhao" in page


def test_every_page_carries_the_headers(browser):
    answer = browser.get("/account/login/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts(browser):
    browser.post("/account/phone/", {"phone": PHONE})
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_an_administrator_makes_a_user_grants_and_revokes(browser, staff):
    password(browser)
    browser.post("/account/2fa/authenticate/", {"code": current_code()})
    answer = browser.post(
        "/office/users/new/",
        {"kind": "staff", "username": "grid.sun", "display_name": "孙", "password": WORDS},
    )
    page = answer["Location"]
    assert (
        browser.post(
            f"{page}grants/", {"role": "grid", "area": "440300000000", "reason": "x"}
        ).status_code
        == 422
    )
    assert browser.post(f"{page}grants/", {"role": "grid", "reason": "x"}).status_code == 422
    assert (
        browser.post(
            f"{page}grants/", {"role": "grid", "nationwide": "on", "reason": "x"}
        ).status_code
        == 422
    )
    assert access.user_value(PLATFORM, user_id=int(page.strip("/").split("/")[-1])).grants == ()
    inside = {"role": "grid", "area": "430181124205", "reason": "新入职", "valid_to": "2099-01-01"}
    assert browser.post(f"{page}grants/", inside).status_code == 302
    assert "2099-01-01" in browser.get(page).content.decode()
    user_id = int(page.strip("/").split("/")[-1])
    held = access.user_value(PLATFORM, user_id=user_id).grants[0]
    assert browser.post(f"{page}grants/{held.id}/revoke/", {"reason": ""}).status_code == 422
    assert browser.post(f"{page}grants/{held.id}/revoke/", {"reason": "调离"}).status_code == 302
    assert access.actor_for(user_id, at=now()).grants == ()
    assert "grid.sun" in browser.get("/office/users/").content.decode()


def test_the_administration_is_closed_to_the_public(browser):
    answer = browser.get("/office/users/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/account/login/?next=%2Foffice%2Fusers%2F",
    )


def test_the_outbox_shows_what_went_to_one_phone(browser, settings):
    settings.DEMO = True
    for number in ("13911110001", "13911110002"):
        notices.send("tests", number, f"给 {number} 的话", at=now())
    page = browser.get("/outbox/?phone=139 1111 0001").content.decode()
    assert "给 13911110001 的话" in page
    assert "给 13911110002 的话" not in page
    assert (
        "No message went to this number"
        in browser.get("/outbox/?phone=13911110009").content.decode()
    )
