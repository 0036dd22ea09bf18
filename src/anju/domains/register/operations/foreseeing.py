"""What applying an import would do, found by doing it and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from anju.domains.register.data.imports import Comparison
from anju.domains.register.models import Batch
from anju.domains.register.operations.taking_in import Taken
from anju.domains.register.rules.intake import IntakeResult
from anju.foundation.actor import Actor
from anju.foundation.errors import AnjuError

MOST = 2_000
"""Rows up to which it is tried while reading; a larger file would be taken in twice."""


class _TakenBack(Exception):  # noqa: N818 - nothing went wrong
    """Ends the trial."""


def foresee(row: Batch, result: IntakeResult, compared: Comparison | None, actor: Actor,
            at: datetime) -> dict[str, Any] | None:
    """{"statuses": …, "reasons": …, "new_homes": …} as applying would answer now, leavers by silence aside; None for a
    large file, and where the actor may not declare."""
    if result.items.height > MOST:
        return None
    taken = Taken(row, actor, at, lambda _done, _total: None)
    made, found = list(row.made_homes), None
    try:
        with transaction.atomic():
            taken.declare_all(result.items, compared)
            row.refresh_from_db(fields=["made_homes"])
            found = {"statuses": dict(taken.statuses), "reasons": dict(sorted(taken.reasons.items())),
                     "new_homes": len(row.made_homes)}
            raise _TakenBack
    except (_TakenBack, AnjuError):
        row.made_homes = made
    return found
