"""The MariaDB server of the tests that read a department's database."""

from __future__ import annotations

import os
import shutil

from anju.foundation.cluster import ClusterError
from anju.interfaces.cli.apt import apt_get
from anju.interfaces.cli.progress import Progress

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/libexec"


def ensure(progress: Progress) -> None:
    """Install it when it is missing and we may; otherwise say how. It is started by the tests alone."""
    if shutil.which("mariadbd", path=PLACES):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with progress.step("MariaDB, by apt-get"):
            apt_get("update")
            apt_get("install", "--yes", "--no-install-recommends", "mariadb-server-core")
    if not shutil.which("mariadbd", path=PLACES):
        raise ClusterError(
            "The tests of departments' databases need MariaDB. On Debian or Ubuntu: apt-get install "
            "mariadb-server-core. On macOS: brew install mariadb. Without it: ./anju test --ignore "
            "tests/domains/exchange/databases."
        )
