"""Who made an account."""

from __future__ import annotations

from anju.foundation.db.statements import rows

_MAKERS = """
WITH RECURSIVE made(id) AS (
  SELECT created_by FROM access_user WHERE id = %s
  UNION SELECT u.created_by FROM access_user u JOIN made m ON u.id = m.id)
SELECT id FROM made WHERE id IS NOT NULL
"""


def makers_of(user_id: int) -> frozenset[int]:
    """The account that made this one, the one that made that, and so on. Accounts of the command line have none."""
    return frozenset(int(row[0]) for row in rows(_MAKERS, [user_id]))
