"""The files of law that the installation added: whoever starts Anju reads what is wrong with them."""

from __future__ import annotations

import sys

from anju.interfaces.cli.checks import law_files
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 35
PART = "web"
TITLE = "Files of law"


def needed(installation: Installation) -> bool:
    """True while a file has a fault."""
    return law_files().state != "ok"


def run(installation: Installation, progress: Progress) -> None:
    """Name each fault with its file and line; the rest of the law is in force."""
    finding = law_files()
    print(f"{finding.text}. {finding.remedy}", file=sys.stderr)
