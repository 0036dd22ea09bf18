"""Asking the process that reads cards: started on first need, one for all web processes, ended when idle.

Its socket lies in a folder of our own user's; the queue is the one the kernel keeps for the socket, and whoever finds
it full is told so at once.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import psutil

from anju.foundation.cards import process
from anju.foundation.cards.fields import Card
from anju.foundation.errors import Unavailable
from anju.foundation.files.pictures import content_type

QUEUE = 3
"""Pictures that wait while one is read."""
IDLE = 90.0
"""Seconds without a picture after which the process ends."""
WAIT = 40.0
"""Seconds until somebody who waits is told that it takes too long: the queue at its usual pace takes less."""
FREE = 900 * 1024 * 1024
"""Bytes of memory that must be free to start it."""
_ROOM = Path(__file__).resolve().parents[3]
_started: list[subprocess.Popen[bytes]] = []
"""Those this process has started, so that they are waited for when they end."""


def read(data: bytes, *, today: date, idle: float = IDLE) -> Card:
    """What stands on the card of a photograph; fields that are not sure stay empty.

    `Refused`: paper_empty, paper_type, paper_heic, paper_too_large, paper_unreadable. `Unavailable`:
    card_reading_missing (not installed), card_reading_no_memory, card_reading_busy, card_reading_failed.
    """
    content_type(data, pdf=False)
    for package in ("rapidocr", "onnxruntime", "cv2"):
        if importlib.util.find_spec(package) is None:
            raise Unavailable("card_reading_missing")
    asked = today.isoformat().encode() + data
    for _ in range(2):  # the process may have ended, of idleness or of somebody else's picture
        if answer := _answer(asked, idle):
            return process.card_of(json.loads(answer))
    raise Unavailable("card_reading_failed")


def _answer(asked: bytes, idle: float) -> bytes:
    """What the process says; empty when it has ended meanwhile."""
    with _connected(idle) as line:
        line.settimeout(WAIT)
        try:
            process.sent(line, asked)
            return process.received(line)
        except TimeoutError as error:
            raise Unavailable("card_reading_busy") from error
        except OSError:
            return b""


@contextmanager
def _connected(idle: float) -> Iterator[socket.socket]:
    """A line to the process. Whoever finds none starts it, one at a time."""
    folder = place()
    until = time.monotonic() + 5
    while time.monotonic() < until:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with line:
            line.setblocking(False)
            try:
                line.connect(str(folder / "socket"))
            except BlockingIOError as full:
                raise Unavailable("card_reading_busy") from full
            except OSError:
                _start(folder, idle)
                time.sleep(0.05)
                continue
            yield line
            return
    raise Unavailable("card_reading_failed")


def _start(folder: Path, idle: float) -> None:
    """Start the process unless somebody else has: the lock is held by the process itself for as long as it lives."""
    _started[:] = [p for p in _started if p.poll() is None]
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        if psutil.virtual_memory().available < FREE:
            raise Unavailable("card_reading_no_memory")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            with suppress(FileNotFoundError):
                (folder / "socket").unlink()
            listening.bind(str(folder / "socket"))
            listening.listen(QUEUE)
            _started.append(
                subprocess.Popen(
                    [sys.executable, "-m", process.__name__, str(idle)],
                    stdin=listening.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=(lock.fileno(),),
                    start_new_session=True,  # whoever starts it may end before the others' pictures are read
                    cwd="/",
                    env=_environment(),
                )
            )


def _environment() -> dict[str, str]:
    return {
        "PYTHONPATH": str(_ROOM),
        "ORT_DISABLE_TELEMETRY": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": os.environ.get("PATH", ""),
    }


def place() -> Path:
    """The folder of socket and lock: ours alone, one for each copy of the program."""
    name = hashlib.sha256(f"{_ROOM} {sys.executable}".encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"anju-cards-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise Unavailable("card_reading_failed")
    return folder


@atexit.register
def end_started() -> None:
    """End the process if this one has started it; whoever waits for it starts another."""
    while _started:
        one = _started.pop()
        one.kill()
        one.wait()


os.register_at_fork(after_in_child=_started.clear)  # a forked process leaves its parent's alone
