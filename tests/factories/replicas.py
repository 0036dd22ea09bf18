"""A streaming replica of a test's own server: copied by pg_basebackup, started beside it."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from anju.foundation.cluster import Server
from anju.foundation.cluster.layout import private_directory
from anju.foundation.cluster.programs import programs

SMALL = ("-c", "shared_buffers=64MB", "-c", "hot_standby=on")


@dataclass
class Standby:
    """A replica of `server` in a directory of its own. `admin_url`: the primary's superuser."""

    server: Server
    admin_url: str
    place: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def sockets(self) -> Path:
        """Where its socket is."""
        return self.place / "s"

    def copied(self) -> Standby:
        """Take the base backup, as the server's own account."""
        account, url = self.server.account, urlsplit(self.admin_url)
        self.place.mkdir(mode=0o711)
        private_directory(self.sockets, account)
        private_directory(self.place / "pgdata", account)
        subprocess.run(
            [
                str(programs(account).postgres.with_name("pg_basebackup")),
                *("-D", str(self.place / "pgdata"), "-X", "stream", "-R", "-c", "fast"),
                *("-h", parse_qs(url.query)["host"][0], "-U", str(url.username)),
            ],
            env={**os.environ, "PGPASSWORD": str(url.password)},
            check=True,
            capture_output=True,
            **account.popen(),
        )
        return self

    def start(self) -> None:
        """Start it and wait until it answers."""
        account = self.server.account
        self.process = subprocess.Popen(
            [
                str(programs(account).postgres),
                *("-D", str(self.place / "pgdata"), "-k", str(self.sockets), *SMALL),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **account.popen(),
        )
        end = time.monotonic() + 60
        while True:
            try:
                self.ask("SELECT 1")
            except psycopg.OperationalError:
                assert time.monotonic() < end, "the replica did not start"
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """Stop it at once."""
        if self.process is not None:
            self.process.send_signal(3)  # an immediate end
            self.process.wait(60)
            self.process = None

    def url(self, primary: str) -> str:
        """The primary's address, on the replica."""
        return primary.replace(parse_qs(urlsplit(primary).query)["host"][0], str(self.sockets))

    def ask(self, sql: str) -> object:
        """One question to it as superuser."""
        with psycopg.connect(self.url(self.admin_url), autocommit=True) as connection:
            return (connection.execute(sql).fetchone() or [None])[0]

    def pause(self) -> None:
        """What comes is kept and not applied."""
        self.ask("SELECT pg_wal_replay_pause()")
        while self.ask("SELECT pg_get_wal_replay_pause_state()") != "paused":
            time.sleep(0.05)

    def resume(self) -> None:
        """Apply again."""
        self.ask("SELECT pg_wal_replay_resume()")
