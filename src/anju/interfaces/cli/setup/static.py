"""Style sheets, scripts and pictures, gathered where the web server takes them from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 90
PART = "web"
TITLE = "Pages' style and scripts"


def needed(installation: Installation) -> bool:
    """True when a file changed since they were gathered."""
    seal = installation.layout.data / "static.stamp"
    return not seal.exists() or seal.read_text() != _fingerprint()


def run(installation: Installation, progress: Progress) -> None:
    """Gather them."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    (installation.layout.data / "static.stamp").write_text(_fingerprint())


def _fingerprint() -> str:
    """Changes when any file that would be gathered does: by name, size and time, without reading it."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            seen.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return seen.hexdigest()
