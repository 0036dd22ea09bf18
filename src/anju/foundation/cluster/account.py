"""Under which account the embedded server runs. PostgreSQL refuses root, rightly."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PREFERRED = ("anju", "nobody")
"""Accounts tried in this order when started by root. Make one named ``anju`` to keep the database to itself."""


@dataclass(frozen=True)
class Account:
    """User and group ids of the database server; `lowered` when they are not our own."""

    uid: int
    gid: int
    lowered: bool

    def popen(self) -> dict[str, Any]:
        """Arguments of `subprocess` that start a program as this account, in a directory it can enter."""
        if not self.lowered:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(pgdata: Path | None = None) -> Account:
    """Our own account; started by root: the one that owns the cluster already, else the first of `PREFERRED`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), lowered=False)
    if pgdata is not None and pgdata.exists() and pgdata.stat().st_uid != 0:
        owner = pgdata.stat()
        return Account(owner.st_uid, owner.st_gid, lowered=True)
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, lowered=True)
    return Account(65534, 65534, lowered=True)


def reachable(place: Path, account: Account) -> bool:
    """True when the account can enter every directory down to `place` (asked of the kernel, as that account)."""
    if not account.lowered:
        return os.access(place, os.X_OK)
    ask = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(place)]
    return subprocess.run(ask, check=False, **account.popen()).returncode == 0
