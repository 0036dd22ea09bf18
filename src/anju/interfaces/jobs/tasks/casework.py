"""Cases by the clock: where the other side did not answer within its term, that is noted."""

from __future__ import annotations

from anju.domains.casework.api import respondents
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule


@schedule.every(3600, name="casework.silences")
def silences() -> int:
    """Note each answer that is overdue, once, in its case. Hourly, so that it is noted on the morning after."""
    with acting(system("casework.silences")):
        return respondents.note_silences(actor=system("casework.silences"), at=now())
