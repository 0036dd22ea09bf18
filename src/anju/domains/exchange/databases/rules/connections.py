"""The file of a connection: what it must say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from anju.domains.exchange.databases.data.databases import Connection, Kind, Tls
from anju.foundation.errors import Refused

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
PORTS = {Kind.POSTGRESQL: 5432, Kind.MARIADB: 3306}
PARTS = {"kind", "host", "port", "database", "user", "password", "password_file", "tls", "ca"}
MOST_BYTES = 10_000


def read_connection(name: str, text: str, *, password: str, folder: Path) -> Connection:
    """The connection that a file describes; `password`: what its password file holds. `Refused`
    ``database_connection`` (`name`, `why`: the part that is wrong)."""
    why = "yaml"
    try:
        stored: dict[str, Any] = yaml.safe_load(text)
        if unknown := sorted(str(k) for k in stored.keys() - PARTS):
            raise ValueError(unknown[0])
        why = "kind"
        kind = Kind(stored["kind"])
        why = "tls"
        tls = Tls(str(stored.get("tls", Tls.FULL.value)))
        why = "port"
        port = int(stored.get("port", PORTS[kind]))
        if not 0 < port < 65536:
            raise ValueError(why)
        for why in ("host", "database", "user"):
            _text(stored[why])
        why = "password"
        secret = _text(password or stored["password"])
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("database_connection", name=name, why=why) from error
    ca = folder / str(stored["ca"]) if stored.get("ca") else None
    return Connection(
        name, kind, stored["host"], port, stored["database"], stored["user"], secret, tls, ca
    )


def _text(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    if not isinstance(value, str) or not value or "\x00" in value or len(value) > 500:
        raise ValueError("text")
    return value
