"""The browser of the journey tests: the machine's Chromium, because a browser of our own would be 300 MB."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from anju.foundation.cluster import ClusterError
from anju.interfaces.cli import fonts
from anju.interfaces.cli.apt import apt_get
from anju.interfaces.cli.progress import Progress

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PACKAGES = ("chromium", *fonts.PACKAGES)


def find() -> str | None:
    """Where it is; None when there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)


def ensure(progress: Progress) -> str:
    """Its path; installed first when it is missing and we may."""
    if path := find():
        return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with progress.step("Chromium and Chinese fonts, by apt-get"):
            apt_get("update")
            apt_get("install", "--yes", "--no-install-recommends", *PACKAGES)
        if path := find():
            return path
    raise ClusterError(
        "The journey tests need Chromium. On Debian: apt-get install "
        + " ".join(PACKAGES)
        + ". On Ubuntu: snap install chromium. On macOS: install Google Chrome. "
        'Without it: ./anju test -m "not journey".'
    )
