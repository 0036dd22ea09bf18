"""The token of the keystore's tests: SoftHSM2, which behaves as a hardware module does behind PKCS#11."""

from __future__ import annotations

import os
import shutil

from anju.foundation.cluster import ClusterError
from anju.interfaces.cli.apt import apt_get
from anju.interfaces.cli.progress import Progress


def ensure(progress: Progress) -> None:
    """Install it when it is missing and we may; otherwise say how."""
    if shutil.which("softhsm2-util"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with progress.step("SoftHSM2, by apt-get"):
            apt_get("update")
            apt_get("install", "--yes", "--no-install-recommends", "softhsm2")
    if not shutil.which("softhsm2-util"):
        raise ClusterError(
            "The keystore's tests need SoftHSM2. On Debian or Ubuntu: apt-get install softhsm2. "
            "On macOS: brew install softhsm. Without it: ./anju test --ignore tests/foundation/keystore."
        )
