"""The embedded PostgreSQL's programs, as npm brought them."""

from __future__ import annotations

import json
import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from anju.foundation.cluster.account import Account, reachable
from anju.foundation.cluster.layout import MACHINE_STORE, ClusterError

PROJECT = Path(__file__).resolve().parents[4]
_SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
_PROCESSORS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Programs:
    """Paths of the two programs that are needed."""

    initdb: Path
    postgres: Path


def package() -> Path:
    """The directory of the npm package for this machine; `ClusterError` when there is none."""
    modules = Path(os.environ.get("ANJU_NODE_MODULES", PROJECT / "node_modules"))
    name = f"{_SYSTEMS.get(platform.system(), platform.system())}-{_PROCESSORS.get(platform.machine(), '')}"
    found = (modules / "@embedded-postgres" / name).resolve()
    if not (found / "native" / "bin" / "postgres").exists():
        raise ClusterError(f"There is no embedded PostgreSQL for this machine ({name}) under {modules}. "
                           "Remove node_modules and run the command again, "
                           "or name a PostgreSQL 16 or newer by --database-url.")
    return found


def programs(account: Account) -> Programs:
    """The programs, copied to where the account reaches them when they lie behind a closed door (as under /root)."""
    native = package() / "native"
    if not reachable(native / "bin" / "postgres", account):
        native = _copied(native)
    return Programs(native / "bin" / "initdb", native / "bin" / "postgres")


def version() -> str:
    """The embedded server's version, such as ``18.4.0-beta.17``."""
    return str(json.loads((package() / "package.json").read_text("utf-8"))["version"])


def _copied(native: Path) -> Path:
    target = MACHINE_STORE / f"postgresql-{version()}"
    if not target.exists():
        draft = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(native, draft, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        MACHINE_STORE.chmod(0o755)
        draft.rename(target)
    return target
