"""Where an installation keeps its things: one data directory, named by the person who runs it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from anju.foundation.cluster.account import Account, reachable

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 100
"""Bytes of a socket's path; the kernels allow 104 (macOS) to 108 (Linux) with the closing zero."""
MACHINE_STORE = Path("/var/lib/anju")
"""Where root puts what the database account must reach when the data directory lies behind a closed door."""


class ClusterError(Exception):
    """The database cannot be had; the text says why and what to do."""


@dataclass(frozen=True)
class Layout:
    """The paths of one data directory."""

    data: Path

    @property
    def secrets(self) -> Path:
        """Passwords of the database roles and the web server's secret key (mode 0600)."""
        return self.data / "secrets.json"

    @property
    def keyring(self) -> Path:
        """The keys of encrypted fields. Never part of a backup archive."""
        return self.data / "keys" / "keyring.json"

    @property
    def logs(self) -> Path:
        """Logs of the database, the web server and the worker."""
        return self.data / "log"

    @property
    def run(self) -> Path:
        """Locks and process ids: worthless after a reboot."""
        return self.data / "run"

    @property
    def identity(self) -> str:
        """A short name of this data directory, for things that must live elsewhere."""
        return hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]

    def make(self) -> None:
        """Make the directories. Under root, others may pass through (the database account must), not look."""
        for place in (self.data, self.run, self.logs):
            place.mkdir(parents=True, exist_ok=True)
        if self.logs.stat().st_uid == os.geteuid():
            self.logs.chmod(0o700)
        if self.data.stat().st_uid == os.geteuid():
            self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)

    @property
    def _note(self) -> Path:
        return self.data / "cluster.json"

    def known_pgdata(self) -> Path:
        """The cluster's directory as it was chosen, or as it would be when nothing stands in the way."""
        if self._note.exists():
            return Path(json.loads(self._note.read_text("utf-8"))["pgdata"])
        return self.data / "pgdata"

    def pgdata(self, account: Account) -> Path:
        """The cluster's directory: in the data directory, or where `account` can reach it. The choice is remembered."""
        known = self.known_pgdata()
        if known.exists() or known.parent != self.data or reachable(self.data, account):
            return known
        chosen = MACHINE_STORE / f"{self.identity}-{secrets.token_hex(3)}" / "pgdata"
        self._note.write_text(json.dumps({"pgdata": str(chosen)}), "utf-8")
        return chosen

    def socket_directory(self, account: Account) -> Path:
        """A directory for the socket, reachable for the account and short enough for the kernel."""
        socket = self.pgdata(account).parent / "socket"
        if len(os.fsencode(socket / SOCKET_NAME)) <= SOCKET_LIMIT:
            return socket
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        base = (
            Path(runtime)
            if runtime and reachable(Path(runtime), account)
            else Path(tempfile.gettempdir())
        )
        short = base / f"anju-{self.identity}"
        return (
            short
            if len(os.fsencode(short / SOCKET_NAME)) <= SOCKET_LIMIT
            else Path("/tmp") / short.name  # noqa: S108
        )


def private_log(path: Path) -> IO[bytes]:
    """A log to add to, which nobody but its owner reads, whatever mode it had."""
    handle = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
    os.fchmod(handle.fileno(), 0o600)
    return handle


def private_directory(place: Path, account: Account) -> None:
    """Make `place` a directory of the account's alone; refuse one that somebody else put there first."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid not in {account.uid, os.geteuid()}:
        raise ClusterError(
            f"{place} belongs to another user of this machine. Remove it or choose another --data."
        )
    if account.lowered and place.stat().st_uid != account.uid:
        os.chown(place, account.uid, account.gid)
    place.chmod(0o700)
