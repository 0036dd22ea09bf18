"""The division tables, loaded by the owner of the tables (they are the same for everybody and nobody edits them)."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection

from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 30
PART = "regions"
TITLE = "Divisions of China and countries"


def needed(installation: Installation) -> bool:
    """True until the last of the tables, the countries, has been loaded."""
    if importlib.util.find_spec("anju.domains.regions.api") is None:
        return False
    from anju.domains.regions import api

    return not api.countries("CHN", limit=1)


def run(installation: Installation, progress: Progress) -> None:
    """Load all of them."""
    load(installation, progress)


def load(
    installation: Installation, progress: Progress, *, only: Collection[str] | None = None
) -> None:
    """Load them, or below the counties `only` these code prefixes (tests)."""
    from anju.domains.regions import api

    with installation.as_owner():
        api.load_tables(progress=progress.tell, only=only)
    api.forget()
