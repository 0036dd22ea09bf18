"""What applying an import would do, found by doing it and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from anju.domains.register.declarations.models import Batch
from anju.domains.register.imports.data.imports import Comparison
from anju.domains.register.imports.operations.intake_slices import Taken
from anju.domains.register.imports.operations.previews import OutcomeLists
from anju.domains.register.imports.rules import IntakeResult
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError

MOST = 2_000
"""Rows up to which it is tried while reading; a larger file would be taken in twice. The preview says so."""
_DONE = """
    SELECT kind, count(*) FROM register_declaration WHERE batch_id = %s AND status = 'applied' GROUP
    BY kind ORDER BY kind
"""


class _TakenBack(Exception):  # noqa: N818 - nothing went wrong
    """Ends the trial."""


def foresee(
    row: Batch, result: IntakeResult, compared: Comparison | None, actor: Actor, at: datetime
) -> tuple[dict[str, Any], OutcomeLists | None]:
    """{"statuses": …, "reasons": …, "kinds": …, "new_homes": …} as applying would answer now, leavers by silence aside,
    and the rows that would not simply be entered (None where it was not tried).
    `kinds`: rows entered by what they declare (hire, dismiss …). {"unforeseen": why}: `many_rows` (`most`) for a large
    file, or the code of what would stop the actor."""
    if result.items.height > MOST:
        return {"unforeseen": "many_rows", "most": MOST}, None
    taken = Taken(row, actor, at, lambda _done, _total: None, trial=True)
    made = list(row.made_homes)
    found: dict[str, Any] = {}
    try:
        with transaction.atomic():
            taken.declare_all(result, compared)
            row.refresh_from_db(fields=["made_homes"])
            found = {
                "statuses": dict(taken.statuses),
                "reasons": dict(sorted(taken.reasons.items())),
                "kinds": entered(row.id),
                "new_homes": len(row.made_homes),
            }
            raise _TakenBack
    except _TakenBack:
        row.made_homes = made
    except AnjuError as error:
        row.made_homes = made
        return {"unforeseen": error.code}, None
    return found, taken.lists


def entered(batch_id: int) -> dict[str, int]:
    """Rows of a batch that were entered, by what they declare."""
    return dict(rows(_DONE, [batch_id]))
