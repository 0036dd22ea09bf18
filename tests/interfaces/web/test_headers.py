"""The headers that make a browser run nothing but our own files, on every kind of answer there is."""

from __future__ import annotations

import pytest
from django.conf import settings as site
from django.test import Client

from anju.interfaces.web.headers import POLICY
from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def assert_safe(answer) -> None:
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert rule in policy
    assert not [word for word in ("http:", "https:", "*", "'strict-dynamic'") if word in policy]
    assert {name: answer[name] for name in PLAIN} == PLAIN
    assert "microphone=()" in answer["Permissions-Policy"]
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/account/login/",
        "/account/phone/",
        "/account/2fa/authenticate/",
        "/nowhere/",
        "/office/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/v1/docs",
        "/api/v1/openapi.json",
        "/api/v1/people?q=x",
        "/api/v1/nowhere",
        "/static/nothing.css",
        "/i18n/setlang/",
        "/regions/",
        "/employer/",
        "/me/",
    ],
)
def test_on_every_page_open_to_strangers_and_on_every_refusal(path):
    assert_safe(Client().get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/office/",
        "/office/people/",
        "/office/people/?format=xlsx",
        "/office/search/suggest?q=x",
        "/office/imports/",
        "/office/people/999999/",
        "/office/users/",
        "/office/imports/new/",
    ],
)
def test_on_every_page_of_staff_which_no_cache_keeps(street, path):
    answer = signed_in(staff("clerk.h", ("street", STREET))).get(path)
    assert_safe(answer)
    assert "no-store" in answer["Cache-Control"]


def test_on_pictures_documents_and_spreadsheets(street):
    clerk = signed_in(staff("clerk.h", ("street", STREET)))
    boss = signed_in(public("13800000101", grants=(("employer", street.firm.party, HERE),)))
    assert_safe(clerk.get(f"/office/homes/{street.rooms[0].code}/plate.svg"))
    assert_safe(boss.get(f"/employer/{street.firm.id}/workers.xlsx"))
    assert_safe(boss.get(f"/employer/{street.firm.id}/rosters/template.xlsx"))


def test_on_forms_refused_for_any_reason(street):
    clerk = staff("clerk.h", ("street", STREET))
    strict = Client(enforce_csrf_checks=True)
    assert_safe(strict.post("/account/login/", {}))
    assert_safe(signed_in(clerk).post("/office/imports/new/", {"form": "nonsense"}))
    assert_safe(signed_in(clerk).delete("/office/imports/"))
    assert_safe(Client(headers={"host": "evil.example"}).get("/"))
    assert_safe(Client().post("/account/phone/", {"file": _large()}))
    assert_safe(Client().post("/api/v1/imports", {}))


def _large():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a", bytes(2 << 20))


def test_on_an_error_of_our_own(monkeypatch):
    from anju.interfaces.web.account import views

    monkeypatch.setattr(views, "PhoneForm", None)
    answer = Client(raise_request_exception=False).get("/account/phone/")
    assert answer.status_code == 500
    assert_safe(answer)
    assert "Traceback" not in answer.content.decode()
    assert "NoneType" not in answer.content.decode()


def test_on_static_files():
    answer = Client().get("/static/anju/css/anju.css")
    if answer.status_code == 404:  # whichever style sheet there is: the page names it
        import re

        name = re.search(r'href="(/static/[^"]+\.css)"', Client().get("/").content.decode())
        answer = Client().get(name[1])
    assert answer.status_code == 200
    assert_safe(answer)


def test_a_framed_or_foreign_page_gets_nothing_by_permission_of_ours():
    answer = Client(headers={"origin": "https://evil.example"}).get("/api/v1/openapi.json")
    assert "Access-Control-Allow-Origin" not in answer
    assert POLICY.count("'self'") >= 6


def test_a_secure_installation_says_so_for_a_year(settings):
    from django.middleware.security import SecurityMiddleware

    settings.SECURE_HSTS_SECONDS = 31536000
    from django.http import HttpResponse
    from django.test import RequestFactory

    answer = SecurityMiddleware(lambda _: HttpResponse())(RequestFactory().get("/", secure=True))
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
    assert site.SECURE_CONTENT_TYPE_NOSNIFF
