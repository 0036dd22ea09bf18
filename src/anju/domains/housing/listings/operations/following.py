"""What check-ins do to vacancies: what was offered of the home is let, and offered again if the check-in is undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from anju.domains.housing.listings.operations import storing
from anju.domains.housing.listings.operations.calling_off import call_off
from anju.domains.housing.listings.operations.storing import OPENED_EVENT
from anju.domains.housing.listings.queries.placing import homes_on_file
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows, run
from anju.foundation.events import api as events

_ACTOR = system("housing")
STALE = timedelta(days=60)
"""How long a vacancy is offered after its sender offered, listed or renewed it last."""
_OFFERED = """
SELECT l.id, l.source, l.home_id, l.spot, l.space FROM housing_listing l
WHERE l.state <> 'closed' AND l.seen_at <= %(at)s
AND (l.home_id = ANY(%(homes)s) OR l.exact AND l.spot = ANY(%(spots)s)) ORDER BY l.id FOR UPDATE"""


def close_let(arrivals: Sequence[tuple[int, int]], *, at: datetime) -> int:
    """Close what is offered of the homes into which these (declaration, person) brought somebody; how many.

    What its sender offered later than `at` stays. Where a sender offers several rooms of one home, none of them is
    closed: the register knows the home, not the room in it.
    """
    homes = _homes_of(arrivals, at)
    if not homes:
        return 0
    spots = {home.spot: home.id for home in homes_on_file(list(homes)).values() if home.spot}
    offered = rows(_OFFERED, {"at": at, "homes": list(homes), "spots": list(spots)})
    let = _let(offered, spots)
    for declaration in {homes[home] for home in let.values()}:
        ids = [i for i, home in let.items() if homes[home] == declaration]
        storing.close(ids, why="let", at=at)
        call_off(ids, actor=_ACTOR, at=at)
        run("UPDATE housing_listing SET let_by = %s WHERE id = ANY(%s)", [declaration, ids])
        _record("housing.listings_let", declaration, ids, at)
    return len(let)


def _homes_of(arrivals: Sequence[tuple[int, int]], at: datetime) -> dict[int, int]:
    """Home → the declaration by which somebody lives there now, or will."""
    declared, today = {d for d, _ in arrivals}, local_date(at)
    return {
        s.home_id: s.declaration_id
        for s in register.stays_of([p for _, p in arrivals] if arrivals else [])
        if s.home_id is not None
        and s.declaration_id in declared
        and (s.until is None or s.until > today)
    }


def _let(
    offered: Sequence[tuple[int, str, int | None, str, str]], spots: dict[str, int]
) -> dict[int, int]:
    """Listing → home, of those that are let."""
    at_home = [
        (i, source, home if home is not None else spots[spot], space)
        for i, source, home, spot, space in offered
        if home is not None or spot in spots
    ]
    parts: dict[tuple[str, int], set[str]] = {}
    for _, source, home, space in at_home:
        if space:
            parts.setdefault((source, home), set()).add(space)
    return {
        i: home for i, source, home, space in at_home if not space or len(parts[source, home]) == 1
    }


def reopen_undone(declarations: Sequence[int], *, at: datetime) -> int:
    """Offer again what was let by declarations that do not hold any more; how many. What is let to somebody else
    meanwhile stays closed."""
    gone = [d for d, (status, _) in register.standings(declarations).items() if status != "applied"]
    if not gone:
        return 0
    let = rows(
        "SELECT id, home_id, recorded_at FROM housing_listing WHERE let_by = ANY(%s) AND current "
        "AND closed_why = 'let' ORDER BY id FOR UPDATE",
        [gone],
    )
    others = _living_since(let, at)
    ids = [i for i, _, _ in let if i not in others]
    for i, declaration in others.items():
        run("UPDATE housing_listing SET let_by = %s WHERE id = %s", [declaration, i])
    if ids:
        storing.reopen(ids, at=at)
        _record("housing.listings_not_let", gone[0], ids, at)
        events.emit(OPENED_EVENT, {"listings": ids}, at=at)
    return len(ids)


def _living_since(let: Sequence[tuple[int, int | None, datetime]], at: datetime) -> dict[int, int]:
    """Listing → the declaration of somebody else who was checked in since it was offered."""
    homes = [home for _, home, _ in let if home is not None]
    living = register.occupants(homes, as_of=local_date(at)) if homes else []
    return {
        i: stay.declaration_id
        for i, home, offered_at in let
        for stay in living
        if stay.home_id == home and stay.recorded_at > offered_at
    }


def expire(*, at: datetime, most: int = 5_000) -> int:
    """Close open vacancies of which their senders have said nothing for `STALE`; how many of `most`."""
    ids = [
        r[0]
        for r in rows(
            "SELECT id FROM housing_listing WHERE state = 'open' AND seen_at < %s ORDER BY seen_at LIMIT %s "
            "FOR UPDATE SKIP LOCKED",
            [at - STALE, most],
        )
    ]
    if ids:
        storing.close(ids, why="expired", at=at)
        call_off(ids, actor=_ACTOR, at=at)
        audit.record_write(
            _ACTOR,
            action="housing.listings_expire",
            subject_kind="listing",
            subject_id=ids[0],
            at=at,
            detail={"listings": len(ids)},
        )
    return len(ids)


def _record(action: str, declaration: int, ids: Sequence[int], at: datetime) -> None:
    audit.record_write(
        _ACTOR,
        action=action,
        subject_kind="declaration",
        subject_id=declaration,
        at=at,
        detail={"listings": list(ids)[:50]},
    )
