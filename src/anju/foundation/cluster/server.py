"""The embedded server: made once, started as a child of whoever needs it, stopped in good order."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import IO

from anju.foundation.cluster import processes, tuning
from anju.foundation.cluster.account import account_for
from anju.foundation.cluster.layout import ClusterError, Layout, private_directory, private_log
from anju.foundation.cluster.programs import programs, version

START_SECONDS = 60.0
"""How long recovery after a crash may take before we call it a failure; the log tells more."""
STOP_SECONDS = 120.0
BUSY = ("is still in use", "lock file")
"""What the server says when what a killed one left behind has not gone yet. It goes by itself."""
LOG_LIMIT = 20 * 1024 * 1024


class Server:
    """One cluster. `durable` off (tests only) trades safety against power cuts for speed."""

    def __init__(self, layout: Layout, *, durable: bool = True) -> None:
        """The cluster of that data directory, made or not."""
        self.layout = layout
        self.durable = durable
        self.account = account_for(layout.known_pgdata())
        self.pgdata = layout.pgdata(self.account)
        self.sockets = layout.socket_directory(self.account)
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.layout.logs / "postgres.log"

    @property
    def made(self) -> bool:
        """True when the cluster exists."""
        return (self.pgdata / "PG_VERSION").exists()

    def make(self, superuser_password: str) -> None:
        """Create the cluster. It appears whole or not at all: initdb works in a draft directory."""
        if self.made:
            self._check_version()
            return
        if self.pgdata.exists() and any(self.pgdata.iterdir()):
            raise ClusterError(
                f"{self.pgdata} is not empty and holds no database. Choose another --data."
            )
        self.pgdata.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        private_directory(self.sockets, self.account)
        draft = self.pgdata.with_name("pgdata.draft")
        shutil.rmtree(draft, ignore_errors=True)
        private_directory(draft, self.account)
        self._initdb(draft, superuser_password)
        with (draft / "postgresql.conf").open("a") as handle:
            handle.write("\n" + tuning.write(draft, durable=self.durable))
        if self.pgdata.exists():
            self.pgdata.rmdir()
        draft.rename(self.pgdata)

    def _initdb(self, draft: Path, superuser_password: str) -> None:
        note = self.sockets / "password"
        note.write_text(superuser_password)
        note.chmod(0o600)
        os.chown(note, self.account.uid, self.account.gid)
        command = [
            str(programs(self.account).initdb),
            "-D",
            str(draft),
            "-U",
            "postgres",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
            "-A",
            "scram-sha-256",
            f"--pwfile={note}",
            *([] if self.durable else ["--no-sync"]),
        ]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, **self.account.popen()
            )
        finally:
            note.unlink()
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise ClusterError(
                f"The database cluster could not be made in {self.pgdata}:\n{done.stderr.strip()}"
            )

    def _check_version(self) -> None:
        have, programs_are = (
            (self.pgdata / "PG_VERSION").read_text().strip(),
            version().split(".")[0],
        )
        if have != programs_are:
            raise ClusterError(
                f"The data in {self.pgdata} are of PostgreSQL {have}, the programs are {programs_are}. "
                "Make a backup with the earlier Anju and restore it into an empty data directory."
            )

    def running(self) -> int | None:
        """The server's process id, or None. A file left by a killed one does not deceive it."""
        try:
            pid = int((self.pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if processes.alive(pid, "postgres", str(self.pgdata)) else None

    def ready(self) -> bool:
        """True when it accepts connections, by its own word."""
        try:
            lines = (self.pgdata / "postmaster.pid").read_text().split("\n")
        except OSError:
            return False
        return self.running() is not None and len(lines) > 7 and lines[7].strip() == "ready"

    def start(self) -> None:
        """Start it as our child and wait until it is ready (after a crash it first recovers)."""
        self._forget_stranger()
        tuning.write(self.pgdata, durable=self.durable)
        private_directory(self.sockets, self.account)
        end = time.monotonic() + START_SECONDS
        while True:
            begun = self._log_size()
            self._spawn()
            if self._await_ready(end):
                return
            logged = self._log_since(begun)
            if time.monotonic() > end or not any(mark in logged for mark in BUSY):
                raise ClusterError(
                    f"The database did not start. Its last words (in {self.log}):\n{logged[-1500:]}"
                )
            time.sleep(0.3)

    def _forget_stranger(self) -> None:
        """After a reboot the pid in postmaster.pid may be another program's; the server would then not start."""
        note = self.pgdata / "postmaster.pid"
        if note.exists() and self.running() is None:
            first = note.read_text().split("\n", 1)[0]
            if first.isdigit() and processes.command_of(int(first)):
                note.unlink()

    def _spawn(self) -> None:
        if self._log_size() > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with private_log(self.log) as log:
            self.child = self._popen(log)

    def _popen(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        command = [
            str(programs(self.account).postgres),
            "-D",
            str(self.pgdata),
            "-k",
            str(self.sockets),
        ]
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **self.account.popen(),
        )

    def _await_ready(self, end: float) -> bool:
        while time.monotonic() < end:
            if self.child is not None and self.child.poll() is not None:
                return False
            if self.ready():
                return True
            time.sleep(0.05)
        return False

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _log_since(self, size: int) -> str:
        with self.log.open("rb") as log:
            log.seek(size)
            return log.read().decode(errors="replace")

    def alive(self) -> bool:
        """True while the server lives, whoever started it."""
        if self.child is not None:
            return self.child.poll() is None
        return self.running() is not None

    def stop(self) -> None:
        """Stop it fast and cleanly: open transactions are rolled back, everything committed is flushed."""
        pid = (
            self.child.pid
            if self.child is not None and self.child.poll() is None
            else self.running()
        )
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        if self.child is not None and self.child.pid == pid:
            self._wait_for_child()
        elif not processes.gone(pid, "postgres", str(self.pgdata), patience=STOP_SECONDS):
            raise ClusterError(f"The database (process {pid}) does not stop. See {self.log}.")
        self.child = None

    def _wait_for_child(self) -> None:
        assert self.child is not None  # noqa: S101 - the caller has looked
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as err:
            raise ClusterError(
                f"The database (process {self.child.pid}) does not stop. See {self.log}."
            ) from err

    def url(self, user: str, password: str, database: str) -> str:
        """The address of a database in this cluster."""
        return f"postgresql://{user}:{password}@/{database}?host={self.sockets}&port=5432"
