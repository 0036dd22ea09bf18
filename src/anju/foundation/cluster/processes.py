"""Which process is it? A process id alone says nothing after a crash or a reboot.

`psutil.Process.wait` is not used: it counts a process that has ended and whose parent has not asked for its exit
status (a zombie) as running, which is how a container without an init process leaves what was killed.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

import psutil


def command_of(pid: int) -> str:
    """The command line of a living process, or "" when there is none (a zombie counts as none)."""
    if pid <= 1:
        return ""
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ""


def alive(pid: int, *marks: str) -> bool:
    """True when that process lives and its command line contains every mark."""
    command = command_of(pid)
    return bool(command) and all(mark in command for mark in marks)


def gone(pid: int, *marks: str, patience: float) -> bool:
    """Wait up to `patience` seconds for a process to end."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if not alive(pid, *marks):
            return True
        time.sleep(0.05)
    return False


def in_group(group: int, mark: str) -> list[psutil.Process]:
    """Living processes of a process group whose command line contains the mark."""
    return [
        process
        for process in psutil.process_iter()
        if _group_of(process.pid) == group and alive(process.pid, mark)
    ]


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return 0


def end_group(group: int, mark: str, *, patience: float = 15) -> int:
    """End what is left of a process group; returns how many processes that were."""
    left = in_group(group, mark)
    for send in (psutil.Process.terminate, psutil.Process.kill):
        for process in in_group(group, mark):
            with suppress(psutil.NoSuchProcess):
                send(process)
        end = time.monotonic() + patience
        while time.monotonic() < end and in_group(group, mark):
            time.sleep(0.05)
    return len(left)
