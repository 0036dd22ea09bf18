"""Whose word counts about where a request came from, and where links lead."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from anju.interfaces.web.addresses import public_link
from anju.interfaces.web.proxies import TrustedProxies

PROXIES = [ip_network("127.0.0.1"), ip_network("10.1.0.0/16")]


def seen(**meta: str) -> tuple[str, bool]:
    """The client's address and whether it came by TLS, as views see them."""
    found = []
    with override_settings(TRUSTED_PROXIES=PROXIES):
        TrustedProxies(
            lambda r: found.append((r.META["REMOTE_ADDR"], r.is_secure())) or HttpResponse()
        )(RequestFactory().get("/", **meta))
    return found[0]


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        (
            {
                "REMOTE_ADDR": "192.0.2.7",
                "HTTP_X_FORWARDED_PROTO": "https",
                "HTTP_X_FORWARDED_FOR": "198.51.100.1",
            },
            ("192.0.2.7", False),
        ),
        (
            {
                "REMOTE_ADDR": "127.0.0.1",
                "HTTP_X_FORWARDED_PROTO": "https",
                "HTTP_X_FORWARDED_FOR": "192.0.2.7",
            },
            ("192.0.2.7", True),
        ),
        (
            {
                "REMOTE_ADDR": "127.0.0.1",
                "HTTP_X_FORWARDED_PROTO": "http",
                "HTTP_X_FORWARDED_FOR": "192.0.2.7",
            },
            ("192.0.2.7", False),
        ),
        (
            {"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.7, 10.1.0.9"},
            ("192.0.2.7", False),
        ),
        (
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7, <script>"},
            ("127.0.0.1", False),
        ),
        ({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_PROTO": "https"}, ("", False)),
    ],
)
def test_only_a_trusted_proxy_says_where_a_request_came_from(meta, expected):
    assert seen(**meta) == expected


def test_links_are_made_from_the_public_address_and_no_page_asks_the_host_header():
    with override_settings(PUBLIC_URL="https://anju.example.cn"):
        assert public_link("public:invitation", "abc").startswith("https://anju.example.cn/")


def test_no_code_builds_addresses_from_the_host_header():
    from tests.test_house import MODULES, calls, named

    assert not [named(path) for path in MODULES if calls(path, "build_absolute_uri")]
