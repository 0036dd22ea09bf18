"""Which process is it? A process id alone says nothing after a crash or a reboot."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path


def command_of(pid: int) -> str:
    """The command line of a living process, or "" when there is none (a zombie counts as none)."""
    if pid <= 1:
        return ""
    proc = Path(f"/proc/{pid}")
    try:
        if proc.parent.joinpath("self").exists():
            return (
                (proc / "cmdline")
                .read_bytes()
                .replace(b"\0", b" ")
                .decode(errors="replace")
                .strip()
            )
    except OSError:
        return ""
    done = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def alive(pid: int, *marks: str) -> bool:
    """True when that process lives and its command line contains every mark."""
    command = command_of(pid)
    return bool(command) and all(mark in command for mark in marks)


def stop(pid: int, *marks: str, how: signal.Signals = signal.SIGTERM, patience: float = 20) -> bool:
    """Ask a marked process to end, wait, and kill it when it will not. True when it is gone."""
    for step in (how, signal.SIGKILL):
        if not alive(pid, *marks):
            return True
        try:
            os.kill(pid, step)
        except ProcessLookupError:
            return True
        if gone(pid, *marks, patience=patience):
            return True
    return False


def gone(pid: int, *marks: str, patience: float) -> bool:
    """Wait up to `patience` seconds for a process to end."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if not alive(pid, *marks):
            return True
        time.sleep(0.05)
    return False


def in_group(group: int, mark: str) -> list[int]:
    """Living processes of a process group whose command line contains the mark."""
    proc = Path("/proc/self")
    if proc.exists():
        found = [
            int(p.name)
            for p in Path("/proc").iterdir()
            if p.name.isdigit() and _group_of(p) == group
        ]
    else:
        lines = subprocess.run(
            ["ps", "-axo", "pid=,pgid="], capture_output=True, text=True, check=False
        ).stdout
        found = [
            int(pid)
            for pid, pgid in (line.split() for line in lines.splitlines())
            if int(pgid) == group
        ]
    return [pid for pid in found if alive(pid, mark)]


def _group_of(proc: Path) -> int:
    try:
        return int((proc / "stat").read_text().rpartition(")")[2].split()[2])
    except (OSError, IndexError):
        return 0


def end_group(group: int, mark: str, *, patience: float = 15) -> int:
    """End what is left of a process group; returns how many processes that were."""
    left = in_group(group, mark)
    for step in (signal.SIGTERM, signal.SIGKILL):
        for pid in in_group(group, mark):
            try:
                os.kill(pid, step)
            except ProcessLookupError:
                continue
        end = time.monotonic() + patience
        while time.monotonic() < end and in_group(group, mark):
            time.sleep(0.05)
    return len(left)
