"""Keeps the processes of one installation running: database, web server, worker."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from anju.foundation.clock import steady
from anju.foundation.cluster import ClusterError, Layout, Lease, Server, private_log, processes

LONGEST_WAIT = 30.0
"""Seconds between two attempts to start what keeps crashing."""
STEADY = 60.0
"""A process that lived this long has recovered: its next crash counts as the first."""
OURS = sys.prefix
"""What the command line of each of our processes contains: the path of this environment."""


@dataclass
class Child:
    """A process to keep running. It leads a process group of its own, so that Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    patience: float = 15
    process: subprocess.Popen[bytes] | None = None
    crashes: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start it, its output going to its log."""
        with private_log(self.log) as log:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdout=log,
                stdin=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def crashed(self) -> bool:
        """True when it ended by itself. What its own children left behind is cleared away."""
        if self.process is None or self.process.poll() is None:
            return False
        processes.end_group(self.process.pid, OURS, patience=2)
        self.crashes = 1 if time.monotonic() - self.started > STEADY else self.crashes + 1
        self.due = time.monotonic() + min(LONGEST_WAIT, 0.25 * 2**self.crashes)
        self.process = None
        return True

    def stop(self) -> None:
        """Ask it to end, and see to it that it and its own children do."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        processes.end_group(self.process.pid, OURS, patience=2)
        self.process = None


class Supervisor:
    """Runs until SIGINT or SIGTERM."""

    def __init__(self, layout: Layout, server: Server | None, children: list[Child]) -> None:
        """`server` is None when the database is somebody else's."""
        os.environ["ANJU_CLOCK_OFFSET"] = str(
            time.time() - steady()
        )  # how the clock stands now, for all children
        self._layout, self._server, self._children = layout, server, children
        self._stopping = False
        self._database_tries, self._database_due, self._explained = 0, 0.0, ""

    def start(self) -> None:
        """Start the children, and remember them in case we are killed."""
        for child in self._children:
            child.start()
        self._remember()

    def catch_signals(self) -> None:
        """From now on SIGINT and SIGTERM mean: stop everything in good order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    @property
    def stopping(self) -> bool:
        """True once a signal arrived."""
        return self._stopping

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def watch(self) -> None:
        """Restart what crashes, until told to stop."""
        while not self._stopping:
            self.look()
            time.sleep(0.2)

    def look(self) -> None:
        """One round: the database first, since the others need it."""
        if self._server is not None and not self._server.alive():
            self._revive_database(self._server)
        for child in self._children:
            if child.crashed():
                report(f"{child.name} ended unexpectedly; starting it again (see {child.log})")
            if child.process is None and time.monotonic() >= child.due:
                self._start(child)

    def _revive_database(self, server: Server) -> None:
        """Start it again, for as long as it takes: a full disk is emptied by somebody, and nobody should have to start
        Anju after that. Says why it waits, once for each reason."""
        if time.monotonic() < self._database_due:
            return
        if not self._database_tries:
            report(f"the database ended unexpectedly; starting it again (see {server.log})")
        try:
            with Lease(self._layout).turn():
                if server.running() is None:
                    server.start()
        except (ClusterError, OSError) as failure:
            wait = min(LONGEST_WAIT, 2.0**self._database_tries)
            self._database_tries += 1
            self._database_due = time.monotonic() + wait
            self._explain(reason_of(failure))
        else:
            if self._database_tries:
                report("the database is back")
            self._database_tries, self._explained = 0, ""

    def _explain(self, reason: str) -> None:
        if reason != self._explained:
            report(
                f"{reason}; it is tried again every {LONGEST_WAIT:.0f} s at least, until it works or you stop it"
            )
            self._explained = reason

    def _start(self, child: Child) -> None:
        """Start a child, later when the disk takes not even its log."""
        try:
            child.start()
            self._remember()
        except OSError as failure:
            child.due = time.monotonic() + LONGEST_WAIT
            self._explain(f"{child.name} cannot be started: {reason_of(failure)}")

    def stop(self) -> None:
        """Stop the children, last started first."""
        for child in reversed(self._children):
            child.stop()
        memory(self._layout).unlink(missing_ok=True)

    def _remember(self) -> None:
        groups = [child.process.pid for child in self._children if child.process is not None]
        memory(self._layout).write_text(json.dumps(groups))


def reason_of(failure: Exception) -> str:
    """Why something could not be started, in one line: the disk first, because it is what somebody can correct."""
    text = str(failure)
    if getattr(failure, "errno", None) == errno.ENOSPC or "No space left on device" in text:
        return "there is no room left on the disk of the data directory: make room"
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else type(failure).__name__


def memory(layout: Layout) -> Path:
    """Where the process groups of the children are remembered."""
    return layout.run / "children.json"


def clear_leftovers(layout: Layout) -> int:
    """End what a killed supervisor left running; returns how many processes that were."""
    try:
        groups = json.loads(memory(layout).read_text())
    except (OSError, ValueError):
        return 0
    ended = sum(processes.end_group(group, OURS) for group in groups)
    memory(layout).unlink(missing_ok=True)
    return ended


def report(text: str) -> None:
    """Tell the person who watches the terminal."""
    print(f"  {time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)
