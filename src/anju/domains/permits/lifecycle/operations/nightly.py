"""What happens by the calendar, for many permits at once: reminders, suspension, expiry.

Each step takes a part of the due permits in one transaction (`PART`), so that no lock is held long and a run that
broke off goes on where it stood; permits somebody is working on are left for the next run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from anju.domains.permits.eligibility.queries.law import rules_in, rulesets
from anju.domains.permits.lifecycle.rules.endorsement import opens_on
from anju.domains.permits.transitions.data import notices as words
from anju.domains.permits.transitions.data.states import PermitState
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.operations.notifying import notify_holders
from anju.domains.permits.transitions.operations.transition import TRANSITION_EVENT
from anju.domains.permits.transitions.rules.transitions import article_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import insert, rows
from anju.foundation.events import api as events

PART, REMIND_PART = 20_000, 500
CATCH_UP = 7
"""Days for which a reminder is still sent when the installation was off on its day."""
DAY = timedelta(days=1)
Row = tuple[int, int, str, date, str]
"""Permit, person, region, the day from which it is so, the state before."""

_SUSPEND = """
WITH due AS (SELECT id FROM permits_permit WHERE state = 'active' AND endorsed_until <= %(today)s
             ORDER BY endorsed_until LIMIT %(part)s FOR UPDATE SKIP LOCKED)
UPDATE permits_permit p SET state = 'suspended', state_since = %(at)s, version = p.version + 1 FROM due
WHERE p.id = due.id RETURNING p.id, p.person_id, p.region, p.endorsed_until, 'active'
"""
_EXPIRE = """
WITH due AS (SELECT id, state FROM permits_permit WHERE valid_until <= %(today)s
             AND state IN ('active', 'suspended', 'lost') ORDER BY id LIMIT %(part)s FOR UPDATE SKIP LOCKED)
UPDATE permits_permit p SET state = 'expired', state_since = %(at)s, version = p.version + 1 FROM due
WHERE p.id = due.id RETURNING p.id, p.person_id, p.region, p.valid_until, due.state
"""
_REMIND = """
SELECT p.id, p.person_id, p.region, p.endorsed_until, p.issuer, p.state FROM permits_permit p
WHERE p.id > %(after)s AND p.state IN ('active', 'lost') AND p.endorsed_until > %(first)s
AND p.endorsed_until <= %(last)s AND NOT EXISTS (
    SELECT FROM permits_permit_event e WHERE e.permit_id = p.id AND e.kind = 'reminded' AND e.reason = %(days)s
    AND e.detail ->> 'until' = p.endorsed_until::text)
ORDER BY p.id LIMIT %(part)s FOR UPDATE SKIP LOCKED
"""


def suspend_due(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """Suspend every permit whose day for endorsement has passed (art. 10), as from that day; how many."""
    return _all_parts(
        lambda: _transition_part(
            _SUSPEND, TransitionKind.SUSPENDED, PermitState.SUSPENDED, actor, at, part
        ),
        actor,
    )


def expire_due(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """End every permit whose own term is over, where a city sets one; how many."""
    return _all_parts(
        lambda: _transition_part(
            _EXPIRE, TransitionKind.EXPIRED, PermitState.EXPIRED, actor, at, part
        ),
        actor,
    )


def remind_due(*, actor: Actor, at: datetime, part: int = REMIND_PART) -> int:
    """Remind every holder whose endorsement comes near, on the days the city's rules name, each once; how many."""
    days = sorted({d for r in rulesets() for d in r.reminders or ()}, reverse=True)
    return sum(_remind(d, actor, at, part) for d in days)


def _all_parts(step: Callable[[], tuple[int, bool]], actor: Actor) -> int:
    """Step by step, each in a transaction of its own (inside one, as tests do it, in savepoints),
    until none is left."""
    done = 0
    while True:
        with transaction.atomic(), acting(actor), as_intake_role():
            count, more = step()
        done += count
        if not more:
            return done


def _transition_part(
    sql: str, kind: TransitionKind, to: PermitState, actor: Actor, at: datetime, part: int
) -> tuple[int, bool]:
    found: list[Row] = rows(sql, {"today": local_date(at), "at": at, "part": part})
    _write(found, kind, to, actor, at, [{} for _ in found])
    return len(found), len(found) == part


def _remind(days: int, actor: Actor, at: datetime, part: int) -> int:
    """`due` is the day before `endorsed_until`: reminded from `days` before it, for as long as `CATCH_UP`."""
    last = local_date(at) + timedelta(days=days) + DAY
    found: list[tuple[Any, ...]] = []
    after, done = 0, 0
    while len(found) == part or not after:
        with transaction.atomic(), acting(actor), as_intake_role():
            found = rows(
                _REMIND,
                {
                    "first": last - timedelta(days=min(CATCH_UP, days)),
                    "last": last,
                    "days": str(days),
                    "part": part,
                    "after": after,
                },
            )
            done += _remind_part(
                [f for f in found if _wanted(f, days, local_date(at))], days, actor, at
            )
        after = found[-1][0] if found else after + 1
    return done


def _wanted(found: tuple[Any, ...], days: int, today: date) -> bool:
    """True where the rules of the place name this day."""
    rules = rules_in(found[4] or found[2], today)
    return bool(rules and rules.window and days in rules.reminders)


def _remind_part(found: Sequence[tuple[Any, ...]], days: int, actor: Actor, at: datetime) -> int:
    told: list[Row] = [
        (permit, person, region, local_date(at), state)
        for permit, person, region, _, _, state in found
    ]
    _write(
        told,
        TransitionKind.REMINDED,
        None,
        actor,
        at,
        [{"until": str(f[3])} for f in found],
        reason=str(days),
    )
    facts = [{"due": str(f[3] - DAY), "opens": str(_opens(f, local_date(at)))} for f in found]
    notify_holders(
        [t[1] for t in told],
        "permits.remind",
        words.REMIND,
        at=at,
        permits=[t[0] for t in told],
        facts=facts,
    )
    return len(told)


def _opens(found: tuple[Any, ...], today: date) -> date:
    rules = rules_in(found[4] or found[2], today)
    if rules is None:
        raise ValueError("no rules hold there")
    return opens_on(found[3] - DAY, rules)


def _write(
    found: Sequence[Row],
    kind: TransitionKind,
    to: PermitState | None,
    actor: Actor,
    at: datetime,
    details: Sequence[dict[str, Any]],
    *,
    reason: str = "",
) -> None:
    """Life line, trail and news of all of them, one statement each: the same as `turning.tell` for one. Without `to`
    each stays what it was."""
    if not found:
        return
    count, ids, persons = len(found), [f[0] for f in found], [f[1] for f in found]
    insert(
        "permits_permit_event",
        {
            "permit_id": ("bigint", ids),
            "at": ("timestamptz", [at] * count),
            "effective": ("date", [f[3] for f in found]),
            "kind": ("text", [str(kind)] * count),
            "reason": ("text", [reason] * count),
            "article": ("text", [article_of(kind)] * count),
            "from_state": ("text", [f[4] for f in found]),
            "to_state": ("text", [str(to or f[4]) for f in found]),
            "by_label": ("text", [actor.label[:100]] * count),
            "detail": (
                "jsonb",
                [json.dumps({**d, "region": f[2]}) for d, f in zip(details, found, strict=True)],
            ),
        },
    )
    audit.record_writes(
        actor,
        action=f"permit.{kind}",
        subject_kind="permit",
        subject_ids=ids,
        person_ids=persons,
        at=at,
        details=[{"from": f[4], "to": str(to or f[4]), "reason": reason} for f in found],
    )
    events.emit_many(
        TRANSITION_EVENT,
        [
            {
                "permit": f[0],
                "person": f[1],
                "region": f[2],
                "kind": str(kind),
                "reason": reason,
                "from": f[4],
                "to": str(to or f[4]),
            }
            for f in found
        ],
        at=at,
    )
