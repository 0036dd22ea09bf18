"""Installations of a test's own: the commands as a person types them, and an ``up`` beside the test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
_PREPARE = """
import argparse, pathlib, sys
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.setup import regions
args = argparse.Namespace(data=pathlib.Path(sys.argv[1]), database_url='')
with installation(args, parts=('register',)) as found:
    if regions.needed(found): regions.load(found, Progress(), only=('430181124',))
"""


def environment() -> dict[str, str]:
    """That of a person who set nothing of Anju's."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("ANJU_")}
    return {**clean, "PYTHONPATH": str(PROJECT / "src")}


def anju(*words: object, data: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """One command, with what is typed into it."""
    name, *rest = map(str, words)
    return subprocess.run(
        [sys.executable, "-m", "anju.interfaces.cli", name, "--data", str(data), *rest],
        env=environment(),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def prepare(data: Path) -> None:
    """A small installation: everything but the country's divisions, so that it is made in seconds."""
    subprocess.run(
        [sys.executable, "-c", _PREPARE, str(data)],
        env={**environment(), "ANJU_DATA": str(data)},
        check=True,
        timeout=600,
    )


def free_port() -> int:
    """A port nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Up:
    """An ``up --empty`` in the background."""

    def __init__(self, data: Path, *words: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "anju.interfaces.cli",
                "up",
                "--data",
                str(data),
                "--empty",
                "--port",
                str(self.port),
                "--workers",
                "1",
                *words,
            ],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until_ready(self) -> str:
        """What it printed until it was ready."""
        printed = ""
        for line in self.process.stdout:
            printed += line
            if "stop with Ctrl-C" in line:
                return printed
        pytest.fail(f"up did not come up:\n{printed}")

    def serves(self) -> bool:
        """True when the web server answers anything."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=60)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    """Until it is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)
