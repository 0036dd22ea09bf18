"""The files of connections: addresses and passwords of departments' databases, laid down by the operator.

A file `NAME.yaml` in `databases` below the data directory (or `ANJU_SOURCE_DATABASES`), readable by its owner alone. A
page names a connection and never an address, so that nobody who describes a source can send a password somewhere
else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import yaml
from django.conf import settings

from anju.domains.exchange.databases.data.databases import Connection
from anju.domains.exchange.databases.rules.connections import MOST_BYTES, NAME, read_connection
from anju.foundation.errors import NotFound, Refused


def folder() -> Path:
    """Where the files lie."""
    return Path(os.environ.get("ANJU_SOURCE_DATABASES", "") or settings.DATA / "databases")


def connection_names() -> list[str]:
    """Names of the connections that are laid down."""
    found = folder()
    names = [p.stem for p in found.glob("*.yaml")] if found.is_dir() else []
    return sorted(n for n in names if NAME.fullmatch(n))


def connection(name: str) -> Connection:
    """One connection with its password, for reaching it. `NotFound` ``database_connection_unknown``; `Refused`
    ``database_connection`` (`name`, `why`), ``database_secret_open`` (`name`: the file that others may read)."""
    if not NAME.fullmatch(name) or name not in connection_names():
        raise NotFound("database_connection_unknown", name=name[:40])
    place = folder()
    text = _secret(place / f"{name}.yaml")
    named = _password_file(text)
    password = _secret(place / named).strip("\r\n") if named else ""
    return read_connection(name, text, password=password, folder=place)


def _password_file(text: str) -> str:
    try:
        named = str(yaml.safe_load(text).get("password_file", ""))
    except (yaml.YAMLError, AttributeError):
        return ""
    return "" if "/" in named or named.startswith(".") else named


def _secret(path: Path) -> str:
    try:
        status = path.stat()
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise Refused("database_secret_open", name=path.name)
        if status.st_size > MOST_BYTES:
            raise Refused("database_connection", name=path.name, why="size")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("database_connection", name=path.name, why="file") from error
