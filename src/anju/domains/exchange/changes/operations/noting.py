"""Putting changes into the feed: by listeners, in the transaction that served them, so that none is missed or
doubled."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.exchange.changes.data.changes import KEPT, ChangeKind, Noted
from anju.domains.exchange.changes.models import Change, ChangeAgreement, ChangeUse, WebhookAttempt
from anju.domains.exchange.changes.rules.stays import Version, changes_of, changes_of_undone
from anju.foundation.clock import local_date
from anju.foundation.db.statements import joined, rows, run

USES_KEPT = timedelta(days=400)
ATTEMPTS_KEPT = timedelta(days=35)
_VERSION = "{0}.person_id, {0}.region, {0}.home_id, lower({0}.period), upper({0}.period)"
_ENTERED = f"""
SELECT {_VERSION.format("n")}, o.id, {_VERSION.format("o")}
FROM register_stay n LEFT JOIN register_stay o ON o.line = n.line AND o.superseded_by = n.declaration_id
WHERE n.declaration_id = ANY(%s) AND n.recorded_at <= %s AND n.habitual ORDER BY n.id
"""  # noqa: S608
_UNDONE = f"""
SELECT {_VERSION.format("n")}, o.id, {_VERSION.format("o")}
FROM register_stay n JOIN register_declaration d ON d.id = n.declaration_id
LEFT JOIN register_stay o ON o.line = n.line AND o.id <> n.id AND o.superseded_at IS NULL
WHERE d.batch_id = %s AND n.superseded_at IS NOT NULL AND n.habitual ORDER BY n.id
"""  # noqa: S608


HEARD = (
    "register.applied",
    "register.undone",
    "register.corrected",
    "register.merged",
    "register.unmerged",
    "permits.turned",
)
"""Names of the events that become changes."""


def note_event(name: str, payload: Mapping[str, Any], *, at: datetime) -> int:
    """Note what an event means for partners; how many changes."""
    if name == "register.applied":
        return note_declared(payload.get("declarations") or [payload["declaration"]], at=at)
    if name == "register.undone":
        return note_undone(int(payload["batch"]), at=at)
    if name == "register.corrected":
        return note_corrected(int(payload["person"]), payload["fields"], at=at)
    if name == "permits.turned":
        region, turn = str(payload["region"]), str(payload["kind"])
        to, day = str(payload["to"]), local_date(at)
        return note_permit(int(payload["person"]), region, turn, to, day, at=at)
    undone = name == "register.unmerged"
    return note_merged(int(payload["kept"]), int(payload["other"]), at=at, undone=undone)


def note_declared(declarations: Sequence[int], *, at: datetime) -> int:
    """Note what these declarations changed about where people live; how many changes. Their versions are read as they
    were written, also where others have taken their place since: whoever applies all changes knows the last."""
    found = rows(_ENTERED, [list(declarations), at])
    return note(
        [c for row in found for c in changes_of(_version(row), _other(row))],
        at=at,
    )


def note_undone(batch: int, *, at: datetime) -> int:
    """Note what undoing a batch took back; how many changes."""
    found = rows(_UNDONE, [batch])
    return note([c for row in found for c in changes_of_undone(_version(row), _other(row))], at=at)


def note_corrected(person_id: int, fields: Sequence[str], *, at: datetime) -> int:
    """Note that these fields of a person were corrected, wherever the person lives now."""
    return note(
        _where_living(ChangeKind.CORRECTED, person_id, None, {"fields": list(fields)}), at=at
    )


def note_merged(kept: int, other: int, *, at: datetime, undone: bool = False) -> int:
    """Note that two records are one person, or are two people again, wherever either lives now."""
    kind = ChangeKind.UNMERGED if undone else ChangeKind.MERGED
    return note(_where_living(kind, kept, other, {}), at=at)


def note_permit(person_id: int, region: str, turn: str, to: str, day: date, *, at: datetime) -> int:
    """Note that the state of somebody's permit changed."""
    detail = {"transition": turn, "state": to}
    return note([Noted(ChangeKind.PERMIT, person_id, region, day, detail=detail)], at=at)


def note(changes: Sequence[Noted], *, at: datetime) -> int:
    """Put changes into the feed in this order, under the transaction that is under way; how many."""
    if not changes:
        return 0
    source, values = joined(
        {
            "kind": ("text", [str(c.kind) for c in changes]),
            "person_id": ("bigint", [c.person_id for c in changes]),
            "other_id": ("bigint", [c.other_id for c in changes]),
            "home_id": ("bigint", [c.home_id for c in changes]),
            "region": ("text", [c.region for c in changes]),
            "day": ("date", [c.day for c in changes]),
            "detail": ("jsonb", [json.dumps(dict(c.detail or {})) for c in changes]),
            "n": ("bigint", list(range(len(changes)))),
        }
    )
    return run(
        f"""INSERT INTO exchange_change (kind, person_id, other_id, home_id, region, day, detail, at, xid)
        SELECT kind, person_id, other_id, home_id, region, day, detail, %s,
            pg_current_xact_id()::text::bigint + anju_shift()
        FROM {source} AS c(kind, person_id, other_id, home_id, region, day, detail, n) ORDER BY n""",  # noqa: S608
        [at, *values],
        often=True,
    )


def forget_changes(*, at: datetime) -> int:
    """Remove changes, counts and attempts of long ago; how many changes. An agreement under which some of them had not
    been given is marked: its partner has to be informed in another way of what it missed."""
    before = at - KEPT
    run(
        """UPDATE exchange_change_agreement a SET lost_before = %s WHERE a.state = 'active' AND EXISTS (
            SELECT FROM exchange_change c WHERE c.at < %s AND (c.xid, c.id) > (a.xid, a.change)
            AND c.kind = ANY(a.kinds) AND starts_with(c.region, a.region) AND c.at >= a.accepted_at)""",
        [before, before],
    )
    ChangeUse.objects.filter(day__lt=local_date(at) - USES_KEPT).delete()
    WebhookAttempt.objects.filter(at__lt=at - ATTEMPTS_KEPT).delete()
    return Change.objects.filter(at__lt=before).delete()[0]


def has_subscribers() -> bool:
    """There is an agreement, or one is proposed: without any nothing is noted. One query."""
    return ChangeAgreement.objects.filter(state__in=["proposed", "active"]).exists()


def _where_living(
    kind: ChangeKind, person: int, other: int | None, detail: dict[str, Any]
) -> list[Noted]:
    found = rows(
        """SELECT DISTINCT region FROM register_stay WHERE person_id = ANY(%s)
        AND superseded_at IS NULL AND habitual AND upper_inf(period) ORDER BY region""",
        [[p for p in (person, other) if p is not None]],
    )
    return [Noted(kind, person, region, None, None, other, detail) for (region,) in found]


def _version(row: Sequence[Any]) -> Version:
    return Version(*row[:5])


def _other(row: Sequence[Any]) -> Version | None:
    return None if row[5] is None else Version(*row[6:11])
