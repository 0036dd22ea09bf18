"""Counting what is kept under an agreement: exact at its limit, without one request waiting for another before it.

Far from the limit a request adds to the slot of its connection and looks at the sum afterwards. A slot holds at most
one addition that has not ended yet, of a request's messages at most; while the sum, with that much from every other
slot, stays within the limit, whatever ends how keeps it. Nearer than that a request counts alone: it waits for all that
are under way, and what it then reads is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from anju.domains.exchange.links.data.links import Agreement
from anju.domains.exchange.links.models import AgreementUse
from anju.domains.exchange.links.queries.standing import used_on
from anju.domains.exchange.messages.data.classes import MOST_MESSAGES
from anju.foundation.db.statements import rows, run

SLOTS = 32
ROOM = SLOTS * MOST_MESSAGES
"""As much as may be under way at once."""
KEPT_FOR = timedelta(days=35)
_LOCK = 0x61_6E_71_75  # "anqu"
_COUNT = f"""
INSERT INTO exchange_agreement_use AS u (agreement_id, day, slot, kept)
SELECT %s, %s, pg_backend_pid() %% {SLOTS}, %s FROM (SELECT pg_advisory_xact_lock_shared(%s, %s)) AS held
ON CONFLICT (agreement_id, day, slot) DO UPDATE SET kept = u.kept + excluded.kept
"""  # noqa: S608


class Close(Exception):  # noqa: N818 - a plain statement about a count
    """Others came so near to the limit meanwhile that the request must count alone: it is begun again."""


def is_close(agreement: Agreement, used: int) -> bool:
    """So near to the limit that requests count one after the other."""
    return used + ROOM > agreement.per_day


def count_alone(agreements: Iterable[Agreement]) -> None:
    """Until this transaction ends nobody else counts under these; whoever had begun has ended."""
    for number in sorted(a.id for a in agreements):
        rows("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, _name(number)], often=True)


def count(
    kept: Counter[str], agreements: Mapping[str, Agreement], day: date, *, alone: bool
) -> None:
    """Count messages that are kept, by the numbers of their agreements. Raises `Close` where this should be done
    `alone` and is not."""
    found = sorted((agreements[name] for name in kept), key=lambda a: a.id)
    for agreement in found:
        name = _name(agreement.id)
        run(_COUNT, [agreement.id, day, kept[agreement.number], _LOCK, name], often=True)
    if not alone and any(is_close(a, used_on(a.id, day)) for a in found):
        raise Close


def forget_uses(today: date) -> int:
    """Remove the counts of long ago."""
    return AgreementUse.objects.filter(day__lt=today - KEPT_FOR).delete()[0]


def _name(agreement: int) -> int:
    """An agreement among locks, which have 31 bits for it: two that share a name wait for each other."""
    return agreement & 0x7FFF_FFFF
