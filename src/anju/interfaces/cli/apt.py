"""Packages of the machine, by Debian's own tool."""

from __future__ import annotations

import os
import subprocess

from anju.foundation.cluster import ClusterError


def apt_get(*words: str) -> None:
    """Run apt-get; `ClusterError` with its last words when it fails."""
    done = subprocess.run(
        ["apt-get", "-q", *words],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode:
        raise ClusterError(f"apt-get {words[0]} failed:\n{done.stderr.strip()[-800:]}")
