"""Sign-in under attack: guessing, telling who is known, replaying, fixing a session, forging a form,
leading elsewhere."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from anju.domains.access import api as access
from anju.foundation.clock import now
from anju.foundation.errors import Refused
from anju.foundation.notices import api as notices
from tests.factories.staff import PLATFORM, SECRET, WORDS, current_code, public, signed_in, staff

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800000998", "13800000997"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "\t//evil.example",
    "javascript:alert(1)",
    "http://localhost@evil.example/",
    "///evil.example",
    "data:text/html,x",
    "//testserver@evil.example",
)


@pytest.fixture
def slow_hashes(settings) -> None:
    """As the site hashes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


@pytest.fixture
def clerk() -> int:
    return staff("street.zhao", ("street", "430181124"))


def password(browser: Client, words: str = WORDS, username: str = "street.zhao", **more: str):
    return browser.post("/account/login/", {"login": username, "password": words, **more})


def sent(phone: str) -> str:
    return re.search(r"(\d{6})", notices.recent(to=phone)[0].text).group(1)


def who(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


class TestLockout:
    def test_wrong_passwords_lock_the_account_from_every_address(self, clerk):
        for n in range(5):
            Client(REMOTE_ADDR=f"192.0.2.{n}").post(
                "/account/login/", {"login": "Street.Zhao ", "password": "wrong"}
            )
        browser = Client(REMOTE_ADDR="192.0.2.99")
        answer = password(browser)
        assert answer.status_code == 200
        assert "15" in answer.content.decode()

    def test_an_unknown_account_locks_alike(self):
        said = []
        for name in ("street.zhao", "nobody.there"):
            browser = Client()
            for _ in range(6):
                answer = password(browser, "wrong", name)
            said.append(re.findall(r'role="alert">(.*?)</p>', answer.content.decode()))
        assert said[0] == said[1] != []

    def test_many_accounts_from_one_address_lock_the_address(self):
        for n in range(60):
            access.begin_try(username=f"user.{n}", address="192.0.2.7", at=now())
        with pytest.raises(Refused, match="too_many_tries"):
            access.begin_try(username="user.x", address="192.0.2.7", at=now())
        access.begin_try(username="user.x", address="192.0.2.8", at=now())

    def test_the_lock_ends_by_itself(self):
        for _ in range(5):
            access.begin_try(username="u", address="192.0.2.7", at=now())
        with pytest.raises(Refused):
            access.begin_try(username="u", address="192.0.2.7", at=now())
        access.begin_try(username="u", address="192.0.2.7", at=now() + timedelta(minutes=16))

    def test_a_forged_forwarding_header_makes_no_other_address(self, clerk):
        for n in range(60):
            access.begin_try(username=f"user.{n}", address="127.0.0.1", at=now())
        answer = password(Client(headers={"x-forwarded-for": "198.51.100.7"}), "wrong", "user.x")
        assert "15" in re.findall(r'role="alert">(.*?)</p>', answer.content.decode())[0]


class TestEnumeration:
    def test_a_known_and_an_unknown_account_cost_the_same_hashing(
        self, slow_hashes, clerk, monkeypatch
    ):
        rounds: list[int] = []
        encode = PBKDF2PasswordHasher.encode

        def counted(self, words, salt, iterations=None):
            rounds.append(iterations or self.iterations)
            return encode(self, words, salt, iterations)

        monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
        costs = []
        for name in ("street.zhao", "nobody.there"):
            rounds.clear()
            password(Client(), "wrong", name)
            costs.append(sum(rounds))
        assert costs[0] == costs[1] > 0

    def test_a_known_and_an_unknown_account_take_the_same_time(self, slow_hashes, clerk):
        def seconds(name: str) -> float:
            begun = time.process_time()
            password(Client(), "wrong", name)
            return time.process_time() - begun

        password(Client(), "wrong", "warm.up")
        took = [(seconds("street.zhao"), seconds(f"nobody.{n}")) for n in range(4)]
        known, unknown = map(min, zip(*took, strict=True))
        assert 0.6 < known / unknown < 1.6

    def test_a_known_and_an_unknown_phone_are_asked_the_same_of_the_database(self):
        public(PHONE)

        def asked(phone: str) -> list[str]:
            browser, seen = Client(), []

            def noted(execute, sql, params, many, context):
                seen.append(re.sub(r"\d+", "?", str(sql))[:80])
                return execute(sql, params, many, context)

            with connection.execute_wrapper(noted):
                browser.post("/account/phone/", {"phone": phone})
                browser.post("/account/phone/code/", {"code": "000000"})
            return seen

        assert asked(PHONE) == asked(OTHER) != []


class TestReplay:
    def test_a_phone_code_is_good_once(self):
        browser = Client()
        browser.post("/account/phone/", {"phone": PHONE})
        code = sent(PHONE)
        assert browser.post("/account/phone/code/", {"code": code}).status_code == 302
        with pytest.raises(Refused, match="code_wrong"):
            access.sign_in_by_code(phone=PHONE, code=code, address="192.0.2.1", at=now())

    def test_a_phone_code_ends_and_a_newer_one_ends_the_older(self):
        at = now()
        access.request_code(phone=PHONE, address="192.0.2.1", at=at)
        first = sent(PHONE)
        with pytest.raises(Refused, match="code_wrong"):
            access.sign_in_by_code(
                phone=PHONE, code=first, address="192.0.2.1", at=at + timedelta(minutes=6)
            )
        access.request_code(phone=PHONE, address="192.0.2.1", at=at + timedelta(minutes=2))
        if sent(PHONE) != first:
            with pytest.raises(Refused, match="code_wrong"):
                access.sign_in_by_code(
                    phone=PHONE, code=first, address="192.0.2.1", at=at + timedelta(minutes=2)
                )

    def test_a_code_is_good_for_its_phone_only(self):
        access.request_code(phone=PHONE, address="192.0.2.1", at=now())
        access.request_code(phone=OTHER, address="192.0.2.1", at=now())
        if sent(PHONE) != sent(OTHER):
            with pytest.raises(Refused, match="code_wrong"):
                access.sign_in_by_code(phone=OTHER, code=sent(PHONE), address="192.0.2.1", at=now())

    def test_a_code_of_the_app_is_not_good_in_a_second_browser(self, clerk):
        code, browsers = current_code(SECRET), [Client(), Client()]
        for browser in browsers:
            password(browser)
            browser.post("/account/2fa/authenticate/", {"code": code})
        assert [who(b) for b in browsers] == [str(clerk), None]


class TestSession:
    def test_its_key_changes_with_the_password_and_again_with_the_second_factor(self, clerk):
        browser = Client()
        browser.post("/account/phone/", {"phone": PHONE})  # any page that begins a session
        keys = [browser.session.session_key]
        password(browser)
        keys.append(browser.session.session_key)
        browser.post("/account/2fa/authenticate/", {"code": current_code(SECRET)})
        keys.append(browser.session.session_key)
        assert who(browser) == str(clerk)
        assert len(set(keys)) == 3

    def test_a_session_that_somebody_else_knew_before_is_worth_nothing_after(self, clerk):
        victim, thief = Client(), Client()
        victim.post("/account/phone/", {"phone": PHONE})
        fixed = victim.session.session_key
        password(victim)
        thief.cookies["sessionid"] = fixed
        assert thief.post("/account/2fa/authenticate/", {"code": current_code(SECRET)})[
            "Location"
        ].startswith("/account/login")
        victim.post("/account/2fa/authenticate/", {"code": current_code(SECRET)})
        thief.cookies["sessionid"] = fixed
        assert thief.get("/office/").status_code != 200

    def test_a_made_up_session_key_is_not_taken_over(self):
        browser = Client()
        browser.cookies["sessionid"] = "a" * 32
        browser.post("/account/phone/", {"phone": PHONE})
        assert browser.session.session_key != "a" * 32

    def test_signing_out_ends_it_on_the_server(self, clerk):
        browser, copy = signed_in(clerk), Client()
        copy.cookies["sessionid"] = browser.session.session_key
        browser.post("/account/logout/")
        assert copy.get("/office/").status_code != 200

    def test_signing_out_needs_a_form(self, clerk):
        browser = signed_in(clerk)
        browser.get("/account/logout/")
        assert browser.get("/office/").status_code == 200

    @pytest.mark.parametrize("secure", [False, True])
    def test_cookies_are_closed_to_scripts_and_other_sites_and_with_https_to_plain_lines(
        self, settings, secure
    ):
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
        browser = Client()
        browser.get("/account/phone/", secure=True)
        browser.post("/account/phone/", {"phone": PHONE}, secure=True)
        for name in ("sessionid", "csrftoken"):
            cookie = browser.cookies[name]
            assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (
                True,
                "Lax",
                secure,
            ), name


def patterns(resolver: URLResolver, before: str = "") -> list[str]:
    out: list[str] = []
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        out += (
            patterns(one, route)
            if isinstance(one, URLResolver)
            else [route]
            if isinstance(one, URLPattern)
            else []
        )
    return out


WITHOUT_TOKEN = {
    "/verify/check": "reads no session and keeps nothing: anybody may have a permit checked"
}
FILLED = {"int": "1", "str": "x1", "slug": "x", "uuid": "0" * 32, "path": "x"}


def test_no_address_takes_a_form_without_its_token(clerk):
    """Every address there is, by somebody signed in. The API takes no session, so it needs none."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["sessionid"] = signed_in(clerk).session.session_key
    taken = []
    for route in patterns(get_resolver()):
        if route.startswith("api/v1/"):
            continue
        path = "/" + re.sub(
            r"[\^$\\]", "", re.sub(r"<(?:(\w+):)?\w+>", lambda m: FILLED[m[1] or "str"], route)
        )
        answer = browser.post(path, {"a": "b"})
        if answer.status_code not in (403, 404, 405) and path not in WITHOUT_TOKEN:
            taken.append((path, answer.status_code))
    assert taken == []


@pytest.mark.parametrize("away", ELSEWHERE)
class TestNobodyIsLedElsewhere:
    def test_after_the_password(self, clerk, away):
        browser = Client()
        assert "evil" not in password(browser, next=away)["Location"]
        answer = browser.post(
            "/account/2fa/authenticate/", {"code": current_code(SECRET), "next": away}
        )
        assert_here(answer)

    def test_after_the_phone(self, away):
        browser = Client()
        browser.post("/account/phone/", {"phone": PHONE, "next": away})
        assert_here(browser.post("/account/phone/code/", {"code": sent(PHONE)}))

    def test_after_choosing_a_language(self, away):
        assert_here(Client().post("/i18n/setlang/", {"language": "en", "next": away}))

    def test_after_signing_out(self, clerk, away):
        assert_here(signed_in(clerk).post("/account/logout/", {"next": away}))

    def test_after_stating_a_purpose(self, clerk, away):
        assert_here(
            signed_in(clerk).post("/account/purpose/", {"purpose": "register", "next": away})
        )


def assert_here(answer) -> None:
    assert answer.status_code in (302, 303, 204), answer
    where = answer.get("Location", "/")
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "evil" not in where


def test_nobody_gets_a_password_of_another_by_asking():
    """There is no reset by mail or phone for staff: an administrator gives a new one."""
    for path in ("/account/password/reset/", "/account/signup/", "/account/email/"):
        assert Client().get(path).status_code == 404
    assert PLATFORM
