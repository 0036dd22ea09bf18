"""Saying that nothing changed this week, and reminding employers. A reminder is noted before it is sent, once a day of
each matter, so that two rounds at once or a second press of a button send nothing twice. An employer's own system
states no purpose for looking at persons, so its word of a week is written as the intake role after its permission was
asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.domains.register.rosters.data import (
    CONTRACT,
    CONTRACT_TEXT,
    DUE,
    LATE,
    LATE_TEXT,
    ROSTER,
    SOON,
    RosterStanding,
)
from anju.domains.register.rosters.models import EmployerReminder, UnchangedWeek
from anju.domains.register.rosters.queries import roster_standings
from anju.domains.register.rosters.rules import monday_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound, Refused

LATE_KIND, CONTRACT_KIND = "employer.roster_late", "employer.contracts"
BLOCK = 500
"""Employers of one transaction."""


def declare_unchanged(employer_id: int, *, actor: Actor, at: datetime) -> RosterStanding:
    """Say that nothing changed at an employer this week; the same again changes nothing. By whoever sends its rosters.

    Raises `NotFound` ``employer_unknown``, `NotAllowed`, and `Refused` ``roster_first`` where no roster ever came.
    """
    one = _own(employer_id, actor)
    before = roster_standings([one], actor=actor, at=at)[one.id]
    if before.arrived_at is not None:
        return before
    if before.last_at is None:
        raise Refused("roster_first")
    week = monday_of(local_date(at))
    with transaction.atomic(), as_intake_role():
        _row, new = UnchangedWeek.objects.get_or_create(
            employer_id=one.id,
            week=week,
            defaults={
                "region": one.region,
                "party": one.party,
                "by_user": actor.user_id,
                "by_label": actor.label[:100],
                "at": at,
            },
        )
    if new:
        _note(one, "roster.unchanged", actor, at, {"week": str(week)})
    return roster_standings([one], actor=actor, at=at)[one.id]


def withdraw_unchanged(employer_id: int, *, actor: Actor, at: datetime) -> RosterStanding:
    """Take back that nothing changed this week; the same again changes nothing. Raises as `declare_unchanged`."""
    one = _own(employer_id, actor)
    week = monday_of(local_date(at))
    with transaction.atomic(), as_intake_role():
        gone, _ = UnchangedWeek.objects.filter(employer_id=one.id, week=week).delete()
    if gone:
        _note(one, "roster.unchanged_withdrawn", actor, at, {"week": str(week)})
    return roster_standings([one], actor=actor, at=at)[one.id]


def remind_of_roster(employer_id: int, *, actor: Actor, at: datetime) -> RosterStanding:
    """Remind one employer of this week's roster, by staff of its region; once a day, the same again sends nothing.

    Raises `NotFound` ``employer_unknown``, `NotAllowed`, `Conflict` ``roster_not_due`` where none is owed, and
    `Refused` ``employer_unreachable`` where no mobile phone of it is known.
    """
    one = employers.employers([employer_id]).get(employer_id)
    if one is None:
        raise NotFound("employer_unknown", id=employer_id)
    actor.require("employer.edit", region=one.region)
    found = roster_standings([one], actor=actor, at=at)[one.id]
    if found.state not in (DUE, LATE):
        raise Conflict("roster_not_due")
    if not employers.phones_of(one):
        raise Refused("employer_unreachable")
    _remind_of_roster(one, found, actor, at)
    return roster_standings([one], actor=actor, at=at)[one.id]


def remind_late(*, actor: Actor, at: datetime, block: int = BLOCK) -> int:
    """Remind every employer whose roster of this week is late and that was not reminded in it; how many. Outside a
    transaction: each block is one of its own."""
    reminded = after = 0
    while True:
        with acting(actor):
            found = employers.employers_after(after, limit=block)
            standings = roster_standings(found, actor=actor, at=at)
            reminded += sum(
                _remind_of_roster(one, its, actor, at)
                for one in found
                if (its := standings[one.id]).state == LATE
                and not (its.reminded_on and its.reminded_on >= its.week)
            )
        if len(found) < block:
            return reminded
        after = found[-1].id


def _remind_of_roster(one: EmployerView, its: RosterStanding, actor: Actor, at: datetime) -> bool:
    return _remind(
        one,
        ROSTER,
        LATE_KIND,
        LATE_TEXT,
        actor,
        at,
        {"first": its.week, "last": its.week + timedelta(days=6)},
    )


_CONTRACTS = """
SELECT j.employer_id, count(*) FROM register_job j
LEFT JOIN LATERAL (SELECT r.covers, r.at FROM register_employer_reminder r
  WHERE r.employer_id = j.employer_id AND r.kind = 'contract' ORDER BY r.day DESC LIMIT 1) last ON true
WHERE j.superseded_at IS NULL AND j.period @> %(today)s::date AND j.contract_end BETWEEN %(today)s AND %(until)s
GROUP BY j.employer_id
HAVING bool_or(last.covers IS NULL OR j.contract_end > last.covers OR j.recorded_at > last.at)
ORDER BY j.employer_id
"""


def remind_of_contracts(*, actor: Actor, at: datetime, block: int = BLOCK) -> int:
    """Tell every employer how many contracts of its people end in the next thirty days, where some of them were not
    counted in its last message; how many employers. It is a message to the employer and nothing else. Outside a
    transaction: each block is one of its own."""
    today = local_date(at)
    until = today + timedelta(days=SOON)
    with acting(actor), as_intake_role():
        counts = dict(rows(_CONTRACTS, {"today": today, "until": until}))
    ids, reminded = list(counts), 0
    for start in range(0, len(ids), block):
        with acting(actor):
            found = employers.employers(ids[start : start + block])
            reminded += sum(
                _remind(
                    one,
                    CONTRACT,
                    CONTRACT_KIND,
                    CONTRACT_TEXT,
                    actor,
                    at,
                    {"n": int(counts[one.id]), "day": until},
                    covers=until,
                )
                for one in found.values()
            )
    return reminded


def _remind(
    one: EmployerView,
    kind: str,
    notice: str,
    words: tuple[str, str],
    actor: Actor,
    at: datetime,
    named: dict[str, object],
    *,
    covers: date | None = None,
) -> bool:
    """Note a reminder and send it; False where it was noted today already."""
    row, new = EmployerReminder.objects.get_or_create(
        employer_id=one.id,
        kind=kind,
        day=local_date(at),
        defaults={
            "region": one.region,
            "party": one.party,
            "covers": covers,
            "by_label": actor.label[:100],
            "at": at,
        },
    )
    if not new:
        return False
    row.reached = employers.tell(
        one, notice, words, at=at, named=named, context={"employer": one.id}
    )
    row.save(update_fields=["reached"])
    _note(one, "employer.remind", actor, at, {"kind": kind, "reached": row.reached})
    return True


def _own(employer_id: int, actor: Actor) -> EmployerView:
    one = employers.employers([employer_id]).get(employer_id)
    if one is None:
        raise NotFound("employer_unknown", id=employer_id)
    actor.require("import.apply", party=one.party)
    return one


def _note(
    one: EmployerView, action: str, actor: Actor, at: datetime, detail: dict[str, object]
) -> None:
    audit.record_write(
        actor, action=action, subject_kind="employer", subject_id=one.id, at=at, detail=detail
    )
