"""Whose word about where a request came from counts: that of the proxies named by the installation,
and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class TrustedProxies:
    """Stands first. From a trusted proxy, the client's address is the last one in X-Forwarded-For that is not a trusted
    proxy's, and X-Forwarded-Proto says whether it came by TLS; from everybody else X-Forwarded-Proto is dropped, and
    the address is the connection's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with REMOTE_ADDR and scheme as they are known."""
        if _trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _client(request)
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


def _client(request: HttpRequest) -> str:
    found: str = request.META["REMOTE_ADDR"]
    for address in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        try:
            found = str(ip_address(address.strip()))
        except ValueError:
            return found
        if not _trusted(found):
            return found
    return found


def _trusted(address: str) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in settings.TRUSTED_PROXIES)
