"""Search keys of names, made anew when this version reads names otherwise than the one before."""

from __future__ import annotations

from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 40
PART = "register"
TITLE = "Search keys of names"


def needed(installation: Installation) -> bool:
    """True when an earlier version made them."""
    from anju.domains.people import api

    return not api.spelled_by_this_version()


def run(installation: Installation, progress: Progress) -> None:
    """Make them; what was made before an interruption stays."""
    from anju.domains.people import api

    with installation.as_owner():
        api.spell_anew(progress.tell)
        api.note_spelling()
