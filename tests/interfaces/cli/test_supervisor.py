"""The supervisor waits for what somebody can correct, says for what, and goes on by itself."""

from __future__ import annotations

import errno
import itertools
import sys
from pathlib import Path

import pytest

from anju.foundation.cluster import ClusterError, Layout
from anju.interfaces.cli import supervisor
from anju.interfaces.cli.supervisor import Child, Supervisor, reason_of

FULL = ClusterError(
    "The database did not start. Its last words (in /x):\nFATAL:  could not write lock file: "
    "No space left on device"
)


class Server:
    """A database that does not start until somebody has made room."""

    log = Path("/x/postgres.log")

    def __init__(self, failures: int, failure: Exception) -> None:
        self.left, self.failure, self.up, self.asked = failures, failure, False, 0

    def alive(self) -> bool:
        return self.up

    def running(self) -> int | None:
        return None

    def start(self) -> None:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise self.failure
        self.up = True


@pytest.fixture
def clock(monkeypatch):
    """Every look at the clock is an hour later."""
    hours = itertools.count(step=3600)
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: float(next(hours)))


@pytest.mark.parametrize("failure", [FULL, OSError(errno.ENOSPC, "No space left on device")])
def test_a_full_disk_is_waited_for_however_long_and_named_once(tmp_path, clock, capsys, failure):
    layout, server = Layout(tmp_path), Server(50, failure)
    layout.make()
    watching = Supervisor(layout, server, [])
    for _ in range(60):
        watching.look()
    assert server.up
    assert server.asked == 51
    printed = capsys.readouterr().err
    assert printed.count("no room left on the disk") == 1
    assert "the database is back" in printed


def test_between_two_tries_it_does_not_hammer(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: 1000.0)
    layout, server = Layout(tmp_path), Server(50, FULL)
    layout.make()
    watching = Supervisor(layout, server, [])
    for _ in range(20):
        watching.look()
    assert server.asked == 1


def test_a_child_whose_log_cannot_be_written_is_started_later(tmp_path, clock, capsys):
    layout = Layout(tmp_path)
    layout.make()
    child = Child("the worker", [sys.executable, "-c", ""], {}, tmp_path / "nowhere" / "worker.log")
    watching = Supervisor(layout, None, [child])
    watching.look()
    assert child.process is None
    assert "cannot be started" in capsys.readouterr().err
    (tmp_path / "nowhere").mkdir()
    watching.look()
    assert child.process is not None
    watching.stop()


def test_the_reason_is_the_last_line_of_what_was_said():
    assert reason_of(ClusterError("It failed:\n\nFATAL: broken\n")) == "FATAL: broken"
