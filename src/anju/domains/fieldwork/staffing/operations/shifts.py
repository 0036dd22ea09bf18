"""Shifts: added, copied from the week before, exchanged, handed over, cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from psycopg.types.range import TimestamptzRange

from anju.domains.fieldwork.staffing.data.values import Duty, Placed
from anju.domains.fieldwork.staffing.models import Posting, Shift
from anju.domains.fieldwork.staffing.queries.rosters import absent_on, posting_locked
from anju.domains.fieldwork.staffing.queries.stations import PLAN
from anju.domains.fieldwork.staffing.queries.stations import station as station_of
from anju.domains.fieldwork.staffing.rules.rosters import WEEK, period_of, week_of
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import CHINA, local_date, local_text
from anju.foundation.errors import Conflict, NotFound, Refused

MOST_DAYS = 31
AHEAD = 366
"""Days a roster reaches ahead."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shift before it is added."""

    posting: Posting
    station_id: int
    region: str
    begins: datetime
    ends: datetime
    duty: Duty

    @property
    def day(self) -> date:
        """The day it begins on."""
        return local_date(self.begins)


def add_shifts(
    posting_id: int,
    *,
    days: Sequence[date],
    begins: time,
    ends: time,
    duty: Duty,
    actor: Actor,
    at: datetime,
) -> Placed:
    """Put somebody on duty on these days, from – to; an end at or before the beginning lies on the day after. Days on
    which they are on duty then, away or posted no more are left out and counted; the same again changes nothing.

    Needs `staff.plan`. `NotFound` ``posting_unknown``; `Refused` ``shift_days`` (none, or more than `MOST_DAYS`),
    ``shift_week_over`` (a day before this week, or more than `AHEAD` days away), ``shift_times`` (longer than a shift
    may be).
    """
    if not 0 < len(set(days)) <= MOST_DAYS:
        raise Refused("shift_days", most=MOST_DAYS)
    _plannable(days, at)
    with transaction.atomic():
        row = posting_locked(posting_id)
        if row is None or not actor.may(PLAN, region=row.region):
            raise NotFound("posting_unknown")
        wanted = []
        for day in sorted(set(days)):
            period = period_of(day, begins, ends)
            if period is None:
                raise Refused("shift_times")
            wanted.append(Wanted(row, row.station_id, row.region, *period, duty))
        placed = _place(wanted, at)
        if placed.added:
            _record(actor, "shift.add", row.id, at, {"user": row.user_id, "shifts": placed.added})
    return placed


def copy_week(station_id: int, *, week: date, actor: Actor, at: datetime) -> Placed:
    """Give a station the shifts of the week before, as they were planned. Needs `staff.plan` in its region. `NotFound`
    ``station_unknown``; `Refused` ``shift_week_over`` as `add_shifts`, ``shift_week_empty``."""
    plan = station_of(station_id)
    actor.require(PLAN, region=plan.plan.region)
    monday = week_of(week)[0]
    _plannable([monday], at)
    low = datetime(monday.year, monday.month, monday.day, tzinfo=CHINA) - timedelta(days=WEEK)
    with transaction.atomic():
        planned = (
            Shift.objects.filter(station_id=station_id, stands_in=False)
            .filter(Q(cancelled_at=None) | Q(absence__isnull=False))
            .filter(period__startswith__gte=low, period__startswith__lt=low + timedelta(days=WEEK))
            .select_related("posting")
            .order_by("period", "id")
        )
        wanted = [_week_later(s) for s in planned]
        if not wanted:
            raise Refused("shift_week_empty")
        placed = _place(wanted, at)
        if placed.added:
            _record(actor, "shift.copy", station_id, at, {"shifts": placed.added})
    return placed


def _plannable(days: Sequence[date], at: datetime) -> None:
    """Weeks that are over are kept as they were; the running one may be put right."""
    today = local_date(at)
    if min(days) < week_of(today)[0] or max(days) > today + timedelta(days=AHEAD):
        raise Refused("shift_week_over")


def _week_later(row: Shift) -> Wanted:
    period: Any = row.period
    step = timedelta(days=WEEK)
    begins, ends = period.lower + step, period.upper + step
    return Wanted(row.posting, row.station_id, row.region, begins, ends, Duty(row.duty))


def _place(wanted: Sequence[Wanted], at: datetime) -> Placed:
    """Add those for which the worker is free. Three queries."""
    if not wanted:
        return Placed()
    users = sorted({w.posting.user_id for w in wanted})
    first, last = min(w.day for w in wanted), max(w.day for w in wanted)
    away = absent_on(users, first, last)
    taken = _taken(users, min(w.begins for w in wanted), max(w.ends for w in wanted))
    add, same, busy, gone = list[Shift](), 0, 0, 0
    for one in wanted:
        held = taken.setdefault(one.posting.user_id, [])
        slot = (one.begins, one.ends, one.station_id, str(one.duty))
        if slot in held:
            same += 1
        elif (one.posting.user_id, one.day) in away or not _posted(one):
            gone += 1
        elif _overlaps(held, one.begins, one.ends):
            busy += 1
        else:
            held.append(slot)
            add.append(_row(one, at))
    store(add)
    return Placed(len(add), same, busy, gone)


Slot = tuple[datetime, datetime, int, str]


def _taken(users: Sequence[int], low: datetime, high: datetime) -> dict[int, list[Slot]]:
    found = Shift.objects.filter(
        user_id__in=users, cancelled_at=None, period__overlap=TimestamptzRange(low, high)
    )
    out: dict[int, list[Slot]] = {}
    for row in found:
        period: Any = row.period
        slot = (period.lower, period.upper, row.station_id, row.duty)
        out.setdefault(row.user_id, []).append(slot)
    return out


def _overlaps(held: Iterable[Slot], begins: datetime, ends: datetime) -> bool:
    return any(begins < other_ends and other < ends for other, other_ends, _, _ in held)


def _posted(one: Wanted) -> bool:
    period: Any = one.posting.period
    return period.lower <= one.day and (period.upper is None or one.day < period.upper)


def _row(one: Wanted, at: datetime) -> Shift:
    return Shift(
        user_id=one.posting.user_id,
        posting=one.posting,
        station_id=one.station_id,
        region=one.region,
        period=TimestamptzRange(one.begins, one.ends),
        duty=one.duty,
        recorded_at=at,
    )


def store(shifts: Sequence[Shift]) -> None:
    """Add shifts. `Conflict` ``shift_busy`` where somebody was put on duty then meanwhile."""
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(shifts)
    except IntegrityError as error:
        raise Conflict("shift_busy") from error


def swap_shifts(first_id: int, second_id: int, *, actor: Actor, at: datetime) -> None:
    """Two workers exchange their shifts; each keeps time, station and duty.

    Needs `staff.plan`. `NotFound` ``shift_unknown`` (also for one that was changed meanwhile); `Refused`
    ``shift_swap_same`` for two of one worker, ``shift_over`` for one that has begun; `Conflict` ``shift_busy`` where
    one of the two is on duty or away then.
    """
    with transaction.atomic():
        first, second = _shift(first_id, actor), _shift(second_id, actor)
        if first.user_id == second.user_id:
            raise Refused("shift_swap_same")
        _give(first, second.posting, at)
        _give(second, first.posting, at)
        _both(first, second, at)
        detail = {"users": [first.user_id, second.user_id], "with": second.id}
        _record(actor, "shift.swap", first.id, at, detail)


def _both(first: Shift, second: Shift, at: datetime) -> None:
    Shift.objects.filter(id__in=[first.id, second.id]).update(cancelled_at=at)
    store([_copy(first, second.posting, at), _copy(second, first.posting, at)])


def hand_over(shift_id: int, *, posting_id: int, actor: Actor, at: datetime) -> None:
    """Somebody else takes one shift. Needs `staff.plan`. `NotFound` ``shift_unknown``, ``posting_unknown``; `Refused`
    ``shift_swap_same``, ``shift_over``; `Conflict` ``shift_busy``, ``shift_changed`` (`at`)."""
    with transaction.atomic():
        row = _shift(shift_id, actor)
        posting = posting_locked(posting_id)
        if posting is None or not actor.may(PLAN, region=posting.region):
            raise NotFound("posting_unknown")
        if posting.user_id == row.user_id:
            raise Refused("shift_swap_same")
        _give(row, posting, at)
        Shift.objects.filter(id=row.id).update(cancelled_at=at)
        store([_copy(row, posting, at)])
        detail = {"users": [row.user_id, posting.user_id]}
        _record(actor, "shift.hand_over", row.id, at, detail)


def _give(row: Shift, posting: Posting, at: datetime) -> None:
    """Raise unless the worker of that posting could take this shift as far as days go; hours are looked at when it is
    stored."""
    period: Any = row.period
    if period.lower <= at:
        raise Refused("shift_over")
    one = Wanted(posting, row.station_id, row.region, period.lower, period.upper, Duty(row.duty))
    if not _posted(one) or absent_on([posting.user_id], one.day, one.day):
        raise Conflict("shift_busy")


def _copy(row: Shift, posting: Posting, at: datetime) -> Shift:
    period: Any = row.period
    one = Wanted(posting, row.station_id, row.region, period.lower, period.upper, Duty(row.duty))
    return _row(one, at)


def cancel_shift(shift_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a shift off the roster; one that is off it stays so. Needs `staff.plan`. `NotFound` ``shift_unknown``;
    `Refused` ``shift_over`` for one that has begun."""
    with transaction.atomic():
        row = Shift.objects.select_for_update().filter(id=shift_id).first()
        if row is None or not actor.may(PLAN, region=row.region):
            raise NotFound("shift_unknown")
        period: Any = row.period
        if row.cancelled_at is None:
            if period.lower <= at:
                raise Refused("shift_over")
            row.cancelled_at = at
            row.save(update_fields=["cancelled_at"])
            _record(actor, "shift.cancel", row.id, at, {"user": row.user_id})


def _shift(shift_id: int, actor: Actor) -> Shift:
    row = (
        Shift.objects.select_for_update(of=("self",))
        .select_related("posting")
        .filter(id=shift_id)
        .first()
    )
    if row is None or not actor.may(PLAN, region=row.region):
        raise NotFound("shift_unknown")
    if row.cancelled_at is not None:
        raise Conflict("shift_changed", at=local_text(row.cancelled_at))
    return row


def _record(actor: Actor, action: str, subject: int, at: datetime, detail: dict[str, Any]) -> None:
    record_write(
        actor, action=action, subject_kind="shift", subject_id=subject, at=at, detail=detail
    )
