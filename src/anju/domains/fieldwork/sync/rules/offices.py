"""What the office may decide about an operation, and what its decision makes of a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.domains.fieldwork.sync.data.office import Decision, Side
from anju.domains.fieldwork.sync.data.operations import Operation, Outcome, Reason, Status
from anju.domains.fieldwork.sync.rules.deciding import Verdict, merge

_READABLE = frozenset(
    {
        Reason.EARLIER_MISSING,
        Reason.EARLIER_WAITING,
        Reason.EARLIER_REFUSED,
        Reason.BOTH_CHANGED,
        Reason.DEVICE_REVOKED,
        Reason.DEVICE_EXPIRED,
        Reason.OUTSIDE_AREA,
        Reason.HOME_UNKNOWN,
        Reason.PERSON_UNKNOWN,
        Reason.HOME_ALIKE,
    }
)
"""Reasons for which an operation can count after all."""
_OWN = frozenset(Reason)


def decidable(outcome: Outcome, *, declared: bool, decided: bool) -> tuple[Decision, ...]:
    """What may be decided. Nothing about what is settled, or waits in the register itself (`declared`)."""
    if decided or outcome.status not in (Status.WAITING, Status.QUARANTINED):
        return ()
    if outcome.status is Status.QUARANTINED:
        return (Decision.CLOSE,)
    if outcome.reason in _READABLE:
        return (Decision.ACCEPT, Decision.REFUSE)
    return () if declared and outcome.reason not in _OWN else (Decision.CLOSE, Decision.REFUSE)


def chosen(operation: Operation, present: Mapping[str, Any], sides: Mapping[str, Side]) -> Verdict:
    """The change once a person has chosen: of each field that both sides changed the value of the `side`; the others
    as they merge. A field for which nobody chose stays a conflict."""
    merged = merge(operation.changes, present)
    values = {
        **merged.values,
        **{n: c["device"] for n, c in merged.conflicts.items() if sides.get(n) is Side.DEVICE},
    }
    left = {n: c for n, c in merged.conflicts.items() if n not in sides}
    return Verdict(values=values, conflicts=left)
