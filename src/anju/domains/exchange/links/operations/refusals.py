"""Counting what is refused, so that the health of a link shows it; forgotten with the counts of agreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from anju.domains.exchange.links.models import Refusal
from anju.foundation.db.statements import run

KEPT_FOR = timedelta(days=35)
_ADD = """
INSERT INTO exchange_refusal AS r (peer_id, day, code, count) VALUES (%s, %s, %s, %s)
ON CONFLICT (peer_id, day, code) DO UPDATE SET count = r.count + excluded.count
"""


def note_refused(peer_id: int | None, codes: Iterable[str], today: date) -> None:
    """Count these codes; in their order, so that two requests never wait for each other crosswise."""
    for code, count in sorted(Counter(codes).items()):
        run(_ADD, [peer_id, today, code[:40], count], often=True)


def forget_refusals(today: date) -> int:
    """Remove the counts of long ago."""
    return Refusal.objects.filter(day__lt=today - KEPT_FOR).delete()[0]
