"""The demo town, into a register that is empty, and never into another."""

from __future__ import annotations

from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 60
PART = "demo"
TITLE = "Demo town"


def needed(installation: Installation) -> bool:
    """True when the town was not loaded wholly yet, and nobody else's data stand in its place."""
    from anju.interfaces.cli.demo_town import begun, register_is_empty

    if installation.demo_sign_ins.exists():
        return False
    return begun(installation) is not None or register_is_empty()


def run(installation: Installation, progress: Progress) -> None:
    """Load it, or go on with it."""
    from anju.interfaces.cli.demo_town import FULL, SEED, load

    load(installation, people=FULL, seed=SEED, progress=progress)
