"""Which addresses may be notified: the form of a URL, and the networks that requests may leave for. No sockets."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_EMBEDDING = (
    (ipaddress.ip_network("64:ff9b::/96"), 0),
    (ipaddress.ip_network("2002::/16"), 80),
    (ipaddress.ip_network("::/96"), 0),
)
"""IPv6 networks whose addresses hold an IPv4 address, and how many bits stand behind it."""


def unfit_address(url: str) -> bool:
    """Not the address of a webhook: another scheme, a name or password in it, a fragment, no host, odd letters."""
    if len(url) > 400 or not url.isascii() or any(c.isspace() or c < " " for c in url):
        return True
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return True
    return (
        parts.scheme not in ("https", "http")
        or not parts.hostname
        or parts.username is not None
        or parts.password is not None
        or bool(parts.fragment)
        or port == 0
    )


def networks_of(text: str) -> tuple[Network, ...]:
    """Networks as configured, separated by commas. Raises `ValueError`."""
    return tuple(ipaddress.ip_network(one.strip()) for one in text.split(",") if one.strip())


def is_allowed(address: str, *, encrypted: bool, networks: Sequence[Network] = ()) -> bool:
    """A request may go to this address: in one of the configured networks, or public and over TLS. An IPv4 address
    inside an IPv6 one counts as itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    found = _inner(found)
    if any(found.version == n.version and found in n for n in networks):
        return True
    return encrypted and found.is_global and not found.is_multicast


def _inner(found: Address) -> Address:
    if found.version == 4:
        return found
    if found.ipv4_mapped is not None:
        return found.ipv4_mapped
    if found.teredo is not None:
        return found.teredo[1]
    for network, behind in _EMBEDDING:
        if found in network and int(found) > 1:
            return ipaddress.IPv4Address((int(found) >> behind) & 0xFFFFFFFF)
    return found
