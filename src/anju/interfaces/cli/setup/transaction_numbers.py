"""Transaction numbers above all stored ones: a register copied into another server by its own tools goes on there."""

from __future__ import annotations

from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 15
PART = "register"
TITLE = "Transaction numbers"


def needed(installation: Installation) -> bool:
    """True when this server counts transactions lower than the register has stored them."""
    from anju.foundation.audit.api import numbers_are_behind

    with installation.as_owner():
        return numbers_are_behind()


def run(installation: Installation, progress: Progress) -> None:
    """Shift them."""
    from anju.foundation.audit.api import rebase_epoch

    with installation.as_owner():
        rebase_epoch()
