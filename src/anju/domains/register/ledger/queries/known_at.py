"""Questions "as known at": answered up to the last moment whose record is complete."""

from __future__ import annotations

from datetime import datetime

from anju.foundation.db.committed import committed_until


def answerable(known_at: datetime, *, at: datetime) -> datetime:
    """The moment for which a question "as known at `known_at`", asked `at`, is answered: an earlier one where something
    recorded before it may still be committed (an import under way). Asked again for that moment, the
    answer is the same."""
    return min(known_at, committed_until(at))
