"""Fonts for every character of GB 18030-2022: which this machine lacks, and the packages that hold them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable

from anju.interfaces.cli.apt import apt_get
from anju.interfaces.cli.database_checks import Finding, ok
from anju.interfaces.cli.progress import Progress
from anju.interfaces.web.fonts import Ranges, coverage, lacking_blocks

PACKAGES = ("fonts-noto-cjk", "fonts-hanazono", "fonts-babelstone-han", "fonts-noto-core")
"""Packages of Debian and Ubuntu that hold the characters and scripts of GB 18030-2022 together."""
HOW = (
    "As root on Debian or Ubuntu: ./anju fonts (or apt-get install "
    + " ".join(PACKAGES)
    + "). Then restart Anju."
)


def lacking(covered: Ranges | None = None) -> list[str]:
    """Names of the blocks of GB 18030-2022 of which this machine cannot print every character."""
    return [name for name, _ in lacking_blocks(coverage() if covered is None else covered)]


def sentence(blocks: Iterable[str]) -> str:
    """What it means that these blocks are lacking."""
    return f"Names and addresses with characters of {', '.join(blocks)} cannot be printed here and are refused."


def ensure(progress: Progress) -> list[str]:
    """Install the packages where something is lacking and we may; the blocks that are lacking afterwards.

    Raises `ClusterError` when the packages cannot be installed.
    """
    if not (found := lacking()):
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    with progress.step("fonts of rare characters, by apt-get"):
        apt_get("update")
        apt_get("install", "--yes", "--no-install-recommends", *PACKAGES)
    coverage.cache_clear()
    return lacking()


def of_fonts(covered: Ranges | None = None) -> Finding:
    """What ``./anju doctor`` says about them."""
    if blocks := lacking(covered):
        return Finding("fonts", "warning", sentence(blocks), HOW)
    return ok("fonts", "every character of GB 18030-2022 can be printed")
