"""Where ``./anju up`` listens, and under which address the world reaches it."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from anju.foundation.cluster import ClusterError

HERE = ("localhost", "127.0.0.1", "[::1]")
"""Host names under which this machine reaches itself."""
SAME_MACHINE = "127.0.0.1,::1"
"""Trusted proxies when nothing else is said: those that run on this machine."""
PORTS = range(1, 65536)


@dataclass(frozen=True)
class Addresses:
    """`host`, `port`: where the web server listens. `public_url`: what people type, without a closing slash; the only
    source of links in messages. `names`: host names that are answered. `proxies`: whose forwarding headers count."""

    host: str
    port: int
    public_url: str
    names: tuple[str, ...]
    proxies: str

    @property
    def local(self) -> str:
        """An address of this web server on this machine, for looking whether it answers."""
        return "127.0.0.1" if self.host == "0.0.0.0" else "::1" if self.host == "::" else self.host  # noqa: S104

    @property
    def open_to_others(self) -> bool:
        """True when somebody who does not sit at this machine may reach it."""
        return not _loopback(self.host) or not _loopback(urlsplit(self.public_url).hostname or "")

    def environment(self) -> dict[str, str]:
        """For the processes that serve (`anju.config.settings`)."""
        return {
            "ANJU_PUBLIC_URL": self.public_url,
            "ANJU_HTTPS": "1" if self.public_url.startswith("https:") else "",
            "ANJU_PROXIES": self.proxies,
            "ANJU_HOSTS": ",".join(self.names),
        }


def configure(parser: argparse.ArgumentParser) -> None:
    """The words that say where to serve."""
    parser.add_argument(
        "--port", type=int, default=8420, help="port of the web server (default: %(default)s)"
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on (default: %(default)s, this machine "
        "only; 0.0.0.0 for a network)",
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a host name under which it is reached, beside localhost and --host; may be repeated",
    )
    parser.add_argument(
        "--public-url",
        default=os.environ.get("ANJU_PUBLIC_URL", ""),
        metavar="URL",
        help="the address people type, when a proxy with TLS stands before Anju "
        "(https://anju.example.cn); links in messages begin with it",
    )
    parser.add_argument(
        "--proxies",
        default=os.environ.get("ANJU_PROXIES", ""),
        metavar="ADDRESSES",
        help="addresses or networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are "
        "believed, separated by commas (default with --public-url: this machine; else nobody)",
    )


def of(args: argparse.Namespace) -> Addresses:
    """What was chosen. `ClusterError` when it cannot be served so."""
    if args.port not in PORTS:
        raise ClusterError(f"--port {args.port} is no port: choose a number from 1 to 65535.")
    public = _public(args.public_url)
    if not _loopback(args.host) and not args.name and not public:
        raise ClusterError(
            f"--host {args.host} opens Anju to a network, so it must know the name it is reached by: add "
            "--name HOST, or --public-url https://HOST behind a proxy with TLS. Requests under any other "
            "name are refused."
        )
    name = args.name[0] if args.name and not _loopback(args.host) else ""
    shown = "localhost" if _loopback(args.host) else name or args.host
    names = dict.fromkeys(
        [*HERE, _bracketed(args.host), *args.name, *([_host(public)] if public else [])]
    )
    proxies = args.proxies or (SAME_MACHINE if public else "")
    _check_networks(proxies)
    return Addresses(
        args.host,
        args.port,
        public or f"http://{_bracketed(shown)}:{args.port}",
        tuple(names),
        proxies,
    )


def refuse_demo(chosen: Addresses) -> None:
    """`ClusterError` where strangers could sign in with the codes of the demo, which everybody reads."""
    if chosen.open_to_others:
        raise ClusterError(
            "A demo town is not opened to a network: its passwords and codes are printed for everybody. "
            "Use --empty with a data directory that holds no demo (--data DIR)."
        )


def _public(url: str) -> str:
    """The address without a closing slash."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        right = False
    if not right or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ClusterError(
            f"--public-url {url} cannot be used. It looks like https://anju.example.cn: scheme, host name "
            "and perhaps a port, nothing after them."
        )
    return url.rstrip("/")


def _host(url: str) -> str:
    return _bracketed(urlsplit(url).hostname or "")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _check_networks(proxies: str) -> None:
    for one in filter(None, proxies.split(",")):
        try:
            ip_network(one.strip(), strict=False)
        except ValueError as error:
            raise ClusterError(
                f"--proxies: {one.strip()} is no address and no network. Write 127.0.0.1 or 10.0.0.0/24, "
                "separated by commas."
            ) from error


def _loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
