"""What happens by the calendar, for many permits at once: reminders, suspension, expiry.

Each step takes a part of the due permits in one transaction (`PART`), so that no lock is held long and a run that
broke off goes on where it stood; permits somebody is working on are left for the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from anju.domains.permits.eligibility.queries.law import rules_in, rulesets
from anju.domains.permits.lifecycle.rules import opens_on
from anju.domains.permits.transitions.data import notices as words
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.operations import Change, notify_holders, record_transitions
from anju.domains.permits.transitions.rules import TRANSITIONS
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows

PART, REMIND_PART = 20_000, 500
CATCH_UP = 7
"""Days for which a reminder is still sent when the installation was off on its day."""
DAY = timedelta(days=1)

_SUSPEND = """
WITH due AS (SELECT id, state FROM permits_permit WHERE state = ANY(%(before)s) AND endorsed_until <= %(today)s
             ORDER BY endorsed_until LIMIT %(part)s FOR UPDATE SKIP LOCKED)
UPDATE permits_permit p SET state = %(to)s, state_since = %(at)s, version = p.version + 1 FROM due
WHERE p.id = due.id RETURNING p.id, p.person_id, p.region, p.endorsed_until, due.state, p.state
"""
_EXPIRE = """
WITH due AS (SELECT id, state FROM permits_permit WHERE valid_until <= %(today)s
             AND state = ANY(%(before)s) ORDER BY id LIMIT %(part)s FOR UPDATE SKIP LOCKED)
UPDATE permits_permit p SET state = %(to)s, state_since = %(at)s, version = p.version + 1 FROM due
WHERE p.id = due.id RETURNING p.id, p.person_id, p.region, p.valid_until, due.state, p.state
"""
_REMIND = """
SELECT p.id, p.person_id, p.region, p.endorsed_until, p.issuer, p.state FROM permits_permit p
WHERE p.id > %(after)s AND p.state = ANY(%(before)s) AND p.endorsed_until > %(first)s
AND p.endorsed_until <= %(last)s AND NOT EXISTS (
    SELECT FROM permits_permit_event e WHERE e.permit_id = p.id AND e.kind = 'reminded' AND e.reason = %(days)s
    AND e.detail ->> 'until' = p.endorsed_until::text)
ORDER BY p.id LIMIT %(part)s FOR UPDATE SKIP LOCKED
"""


def suspend_due(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """Suspend every permit whose day for endorsement has passed (art. 10), as from that day; how many."""
    return _all_parts(
        lambda: _transition_part(_SUSPEND, TransitionKind.SUSPENDED, actor, at, part),
        actor,
    )


def expire_due(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """End every permit whose own term is over, where a city sets one; how many."""
    return _all_parts(
        lambda: _transition_part(_EXPIRE, TransitionKind.EXPIRED, actor, at, part),
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
    sql: str, kind: TransitionKind, actor: Actor, at: datetime, part: int
) -> tuple[int, bool]:
    (to,) = TRANSITIONS[kind].after
    found = rows(
        sql,
        {
            "before": _before(kind),
            "to": to.value,
            "today": local_date(at),
            "at": at,
            "part": part,
        },
    )
    changes = [
        Change(permit, person, region, day, before, after, {})
        for permit, person, region, day, before, after in found
    ]
    record_transitions(kind, changes, actor=actor, at=at)
    return len(found), len(found) == part


def _before(kind: TransitionKind) -> list[str]:
    """The states in which this transition is allowed."""
    return sorted(s.value for s in TRANSITIONS[kind].before)


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
                    "before": _before(TransitionKind.REMINDED),
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
    changes = [
        Change(permit, person, region, local_date(at), state, state, {"until": str(until)})
        for permit, person, region, until, _, state in found
    ]
    record_transitions(TransitionKind.REMINDED, changes, actor=actor, at=at, reason=str(days))
    facts = [{"due": str(f[3] - DAY), "opens": str(_opens(f, local_date(at)))} for f in found]
    notify_holders(
        [c.person_id for c in changes],
        "permits.remind",
        words.REMIND,
        at=at,
        permits=[c.permit_id for c in changes],
        facts=facts,
    )
    return len(changes)


def _opens(found: tuple[Any, ...], today: date) -> date:
    rules = rules_in(found[4] or found[2], today)
    if rules is None:
        raise ValueError("no rules hold there")
    return opens_on(found[3] - DAY, rules)
