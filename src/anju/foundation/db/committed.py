"""Up to which moment all that was recorded is committed: later answers about it cannot change any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.foundation.db.statements import rows

MARGIN = timedelta(seconds=10)
"""A write records the moment at which its request came, a little before its transaction begins."""
_OLDEST = """SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND
 backend_type = 'client backend'
 AND pid <> pg_backend_pid()"""


def committed_until(at: datetime) -> datetime:
    """The moment before which no transaction under way began, and `MARGIN` before `at` at the latest.
    A row recorded earlier than that is visible or will never be. Ask as the serving role: other roles
    do not see when its transactions began."""
    oldest = rows(_OLDEST)[0][0]
    return min(at, oldest or at) - MARGIN
