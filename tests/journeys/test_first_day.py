"""The first day of an installation: empty, behind a proxy with TLS, until its first administrator is at work."""

from __future__ import annotations

import html
import re
import ssl
import urllib.request
from email.message import Message
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from anju.foundation.clock import now
from anju.foundation.cluster import Layout, prepared
from tests.factories.installations import Up, anju, free_port, prepare
from tests.factories.tls_proxy import certificate, tls_proxy

PASSWORD = "Quiet-River-42"


class Browser:
    """Keeps cookies, follows redirects, and says where its forms come from, as browsers do."""

    def __init__(self, url: str, trust: str) -> None:
        self.url, self.jar = url, CookieJar()
        self.open = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=trust)),
            urllib.request.HTTPCookieProcessor(self.jar),
        ).open
        self.text, self.at, self.headers = "", "", Message()

    def get(self, path: str, data: bytes | None = None, **headers: str) -> str:
        request = urllib.request.Request(  # noqa: S310
            self.url + path,
            data,
            {"Accept-Language": "en", **headers},
        )
        with self.open(request, timeout=120) as answer:
            self.text, self.at, self.headers = answer.read().decode(), answer.url, answer.headers
        return self.text

    def post(self, path: str, **fields: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.text).group(1)
        return self.get(
            path,
            urlencode({"csrfmiddlewaretoken": token, **fields}).encode(),
            Origin=self.url,
            Referer=self.url + path,
        )

    def here(self) -> str:
        return self.at.removeprefix(self.url)


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def site(data_directory, tmp_path_factory):
    """(browser, data directory, what `up` printed) behind TLS."""
    prepare(data_directory)
    files, port = certificate(tmp_path_factory.mktemp("tls")), free_port()
    url = f"https://localhost:{port}"
    up = Up(data_directory, "--public-url", url)
    printed = up.until_ready()
    with tls_proxy(port, up.port, files):
        yield Browser(url, str(files[0])), data_directory, printed
    anju("down", data=data_directory)
    up.process.wait(30)


def test_an_empty_installation_leads_to_its_first_administrator_who_signs_in_through_tls(site):
    browser, data, printed = site
    assert (
        f"ready after {printed.split('ready after ')[1].split(':')[0]}: {browser.url}/" in printed
    )
    assert "./anju admin NAME" in printed
    weak = anju("admin", "chief", data=data, typed="12345\n")
    assert weak.returncode == 1
    assert "too weak" in weak.stderr, weak.stderr
    assert "Traceback" not in weak.stderr
    made = anju("admin", "chief", data=data, typed=PASSWORD + "\n")
    assert made.returncode == 0, made.stderr
    assert "second factor" in made.stdout
    assert anju("admin", "chief", data=data, typed=PASSWORD + "\n").returncode == 1
    with prepared(Layout(data)) as database, psycopg.connect(database.owner_url) as owner:
        trail = owner.execute(
            "SELECT action FROM audit_entry WHERE subject_kind = 'user' ORDER BY id"
        ).fetchall()
    assert [action for (action,) in trail] == ["user.create", "grant.give"]

    browser.get("/account/login/")
    assert browser.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    browser.post("/account/login/", login="chief", password=PASSWORD)
    browser.get("/office/")
    assert browser.here() == "/account/2fa/"
    assert {cookie.name for cookie in browser.jar if cookie.secure} >= {"sessionid", "csrftoken"}
    browser.get("/account/2fa/totp/activate/")
    if browser.here().startswith("/account/reauthenticate/"):
        browser.post(browser.here(), password=PASSWORD)
    secret = re.search(r"\b[A-Z2-7]{32}\b", html.unescape(browser.text)).group(0)
    browser.post(
        "/account/2fa/totp/activate/",
        code=format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30)),
    )
    browser.get("/office/users/")
    assert browser.here() == "/office/users/"
    assert "chief" in browser.text


def test_another_host_name_is_refused(site):
    with pytest.raises(HTTPError) as refused:
        site[0].get("/account/login/", Host="evil.example")
    assert refused.value.code == 400
