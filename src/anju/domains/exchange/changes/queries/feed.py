"""Reading the feed: the changes of an agreement behind a place, in the order of transactions that have all ended."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime

from anju.domains.exchange.changes.data.changes import LAST_ID, FeedRow, Place
from anju.domains.exchange.changes.models import ChangeAgreement
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows
from anju.foundation.errors import Refused

CURSOR = "exchange.changes.cursor"
_NEXT = """
SELECT xid, id, kind, person_id, region, day, home_id, other_id, detail::text, at FROM exchange_change
WHERE (xid, id) > (%s, %s) AND xid < %s AND kind = ANY(%s) AND region >= %s AND region < %s AND at >= %s
ORDER BY xid, id LIMIT %s
"""


def horizon() -> int:
    """Every transaction below this number has ended: whatever it wrote is in sight of the next statement, and nothing
    will come before it. One query."""
    return int(rows("SELECT anju_horizon()")[0][0])


def next_rows(agreement: ChangeAgreement, limit: int) -> tuple[list[FeedRow], Place]:
    """The next changes of an agreement, and the place behind all that was looked at. Two queries: the horizon is asked
    for first, so that what the second does not see lies behind the place."""
    below = horizon()
    found = rows(
        _NEXT,
        [
            agreement.xid,
            agreement.change,
            below,
            agreement.kinds,
            *subtree(agreement.region),
            agreement.accepted_at,
            limit,
        ],
    )
    page = [FeedRow(*(*first, json.loads(detail), at)) for *first, detail, at in found]
    here = (agreement.xid, agreement.change)
    end = (page[-1].xid, page[-1].id) if len(page) == limit else max(here, (below - 1, LAST_ID))
    return page, Place(*end, agreement.given, agreement.generation)


def cursor_of(agreement: ChangeAgreement, place: Place) -> str:
    """A place as the partner keeps it: it tells nothing and holds for this agreement alone."""
    text = json.dumps([place.xid, place.id, place.count, place.generation])
    sealed = encrypt(text, CURSOR, row=row_of(agreement.number))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_cursor(agreement: ChangeAgreement, cursor: str) -> Place:
    """The place that a cursor names. `Refused` ``change_cursor_unknown``: never given under this agreement."""
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return Place(*json.loads(decrypt(sealed, CURSOR, row=row_of(agreement.number))))
    except (ValueError, binascii.Error, TypeError, KeyError) as error:
        raise Refused("change_cursor_unknown") from error


def place_before(agreement: ChangeAgreement, since: datetime) -> tuple[int, int]:
    """The place before the first change at or after a moment: where a replay begins. One query."""
    found = rows(
        """SELECT xid, id FROM exchange_change WHERE at >= %s AND (xid, id) <= (%s, %s) AND kind = ANY(%s)
        AND region >= %s AND region < %s ORDER BY xid, id LIMIT 1""",
        [
            since,
            agreement.xid,
            agreement.change,
            agreement.kinds,
            *subtree(agreement.region),
        ],
    )
    if not found:
        return agreement.xid, agreement.change
    return int(found[0][0]), int(found[0][1]) - 1
