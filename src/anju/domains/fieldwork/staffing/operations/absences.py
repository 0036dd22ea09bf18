"""Absences: a substitute takes the shifts and the grids of who is away, with the right to work there for that time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from anju.domains.access import api as access
from anju.domains.fieldwork.staffing.data.values import (
    LONGEST_ABSENCE,
    AbsenceEntered,
    AbsenceReason,
    AbsenceView,
)
from anju.domains.fieldwork.staffing.models import Absence, Posting, Shift
from anju.domains.fieldwork.staffing.operations.shifts import store
from anju.domains.fieldwork.staffing.operations.stations import without_right
from anju.domains.fieldwork.staffing.queries.rosters import absence_views, posting_locked
from anju.domains.fieldwork.staffing.queries.stations import PLAN
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import CHINA
from anju.foundation.errors import Conflict, NotFound, Refused

ROLE = "grid"
"""The role that a substitute is given in grids where they hold none that lets them work."""
NOON = 12


def enter_absence(
    posting_id: int,
    *,
    first: date,
    last: date,
    reason: AbsenceReason,
    actor: Actor,
    at: datetime,
    substitute_id: int | None = None,
    give_right: bool = False,
) -> AbsenceEntered:
    """Somebody is away from `first` to `last`. The substitute (a posting) takes their shifts of these days where free,
    and their grids; with `give_right` the role of a grid worker for these days in those grids where the substitute may
    not work. The same absence again is answered with the one there is.

    Needs `staff.plan`. `NotFound` ``posting_unknown``; `Refused` ``absence_days``, ``absence_own`` (nobody stands in
    for themselves), ``absence_right`` (the substitute may not work in the grids and `give_right` was not asked);
    `Conflict` ``absence_twice``, ``absence_substitute`` (away then, or not posted), ``absence_standing_in`` (the one
    who goes away stands in for somebody then); what `access.grant` raises.
    """
    if last < first or (last - first).days >= LONGEST_ABSENCE:
        raise Refused("absence_days")
    with transaction.atomic():
        row, other = _postings(posting_id, substitute_id, actor)
        if held := _same(row, other, first, last):
            return AbsenceEntered(_view(held), 0, 0, ())
        _possible(row, other, first, last)
        missing = _missing(other, row.grids, first, last)
        if missing and not give_right:
            raise Refused("absence_right", grids=len(missing))
        absence = _added(row, other, first, last, reason, at)
        absence.grants = _granted(other, missing, first, last, actor, at)
        absence.save(update_fields=["grants"])
        taken, vacant = _pass_on(absence, other, first, last, at)
        detail = {"user": row.user_id, "substitute": other.user_id if other else None}
        _record(actor, "staff.away", absence.id, at, detail)
    return AbsenceEntered(_view(absence), taken, vacant, tuple(missing))


def _postings(
    posting_id: int, substitute_id: int | None, actor: Actor
) -> tuple[Posting, Posting | None]:
    row = posting_locked(posting_id)
    other = posting_locked(substitute_id) if substitute_id is not None else None
    known = row is not None and (substitute_id is None or other is not None)
    if row is None or not known:
        raise NotFound("posting_unknown")
    for one in (row, other):
        if one is not None and not actor.may(PLAN, region=one.region):
            raise NotFound("posting_unknown")
    if other is not None and other.user_id == row.user_id:
        raise Refused("absence_own")
    return row, other


def _same(row: Posting, other: Posting | None, first: date, last: date) -> Absence | None:
    return Absence.objects.filter(
        posting=row, substitute=other, period=_days(first, last), withdrawn_at=None
    ).first()


def _days(first: date, last: date) -> DateRange:
    return DateRange(first, last + timedelta(days=1))


def _possible(row: Posting, other: Posting | None, first: date, last: date) -> None:
    days = _days(first, last)
    if not Posting.objects.filter(id=row.id, period__contains=days).exists():
        raise Refused("absence_days")
    standing = Absence.objects.filter(withdrawn_at=None, period__overlap=days)
    if standing.filter(substitute_user=row.user_id).exists():
        raise Conflict("absence_standing_in")
    if other is None:
        return
    posted = Posting.objects.filter(id=other.id, period__contains=days).exists()
    if not posted or standing.filter(user_id=other.user_id).exists():
        raise Conflict("absence_substitute")


def _missing(other: Posting | None, grids: Sequence[str], first: date, last: date) -> list[str]:
    """Grids in which the substitute may not work on the first or the last day."""
    if other is None:
        return []
    missing = {
        grid
        for day in (first, last)
        for grid in without_right(
            other.user_id, grids, datetime(day.year, day.month, day.day, NOON, tzinfo=CHINA)
        )
    }
    return sorted(missing)


def _added(
    row: Posting,
    other: Posting | None,
    first: date,
    last: date,
    reason: AbsenceReason,
    at: datetime,
) -> Absence:
    try:
        with transaction.atomic():
            return Absence.objects.create(
                user_id=row.user_id,
                posting=row,
                region=row.region,
                period=_days(first, last),
                reason=reason,
                substitute=other,
                substitute_user=other.user_id if other else None,
                recorded_at=at,
            )
    except IntegrityError as error:
        raise Conflict("absence_twice") from error


def _granted(
    other: Posting | None,
    grids: Sequence[str],
    first: date,
    last: date,
    actor: Actor,
    at: datetime,
) -> list[int]:
    if other is None:
        return []
    given = [
        access.grant(
            actor,
            user_id=other.user_id,
            role=ROLE,
            region=grid,
            valid_from=first,
            valid_to=last + timedelta(days=1),
            reason="代班",
            at=at,
        )
        for grid in grids
    ]
    return [g.id for g in given]


def _pass_on(
    absence: Absence, other: Posting | None, first: date, last: date, at: datetime
) -> tuple[int, int]:
    """The shifts of these days that have not begun go to the substitute, where free: (taken, left without anybody)."""
    low = max(at, datetime(first.year, first.month, first.day, tzinfo=CHINA))
    high = datetime(last.year, last.month, last.day, tzinfo=CHINA) + timedelta(days=1)
    own = Shift.objects.filter(
        user_id=absence.user_id,
        cancelled_at=None,
        period__startswith__gte=low,
        period__startswith__lt=high,
    )
    shifts = list(own.order_by("period"))
    Shift.objects.filter(id__in=[s.id for s in shifts]).update(cancelled_at=at, absence=absence)
    given = [
        _stand_in(s, other, absence, at) for s in shifts if other is not None and _free(s, other)
    ]
    store(given)
    return len(given), len(shifts) - len(given)


def _free(shift: Shift, other: Posting) -> bool:
    busy = Shift.objects.filter(
        user_id=other.user_id, cancelled_at=None, period__overlap=shift.period
    )
    return not busy.exists()


def _stand_in(shift: Shift, other: Posting, absence: Absence, at: datetime) -> Shift:
    return Shift(
        user_id=other.user_id,
        posting=other,
        station_id=shift.station_id,
        region=shift.region,
        period=shift.period,
        duty=shift.duty,
        absence=absence,
        stands_in=True,
        recorded_at=at,
    )


def withdraw_absence(absence_id: int, *, actor: Actor, at: datetime) -> int:
    """They are not away after all: the substitute's shifts that have not begun go back, and the rights given for that
    time end; how many shifts went back. One that was withdrawn stays so.

    Needs `staff.plan`. `NotFound` ``absence_unknown``.
    """
    with transaction.atomic():
        row = Absence.objects.select_for_update().filter(id=absence_id).first()
        if row is None or not actor.may(PLAN, region=row.region):
            raise NotFound("absence_unknown")
        if row.withdrawn_at is not None:
            return 0
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        back = _give_back(row, at)
        for grant in row.grants:
            _revoke(grant, actor, at)
        _record(actor, "staff.back", row.id, at, {"user": row.user_id, "shifts": back})
    return back


def _give_back(absence: Absence, at: datetime) -> int:
    coming = Shift.objects.filter(absence=absence, period__startswith__gt=at)
    coming.filter(stands_in=True, cancelled_at=None).update(cancelled_at=at)
    back = 0
    for shift in coming.filter(stands_in=False):
        busy = Shift.objects.filter(
            user_id=shift.user_id, cancelled_at=None, period__overlap=shift.period
        )
        if not busy.exists():
            Shift.objects.filter(id=shift.id).update(cancelled_at=None, absence=None)
            back += 1
    return back


def _revoke(grant: int, actor: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            access.revoke(actor, grant_id=grant, reason="代班撤销", at=at)
    except Conflict as taken:  # somebody took it back before
        if taken.code != "grant_revoked_already":
            raise


def _view(row: Absence) -> AbsenceView:
    return absence_views(Absence.objects.filter(id=row.id))[0]


def _record(actor: Actor, action: str, subject: int, at: datetime, detail: dict[str, Any]) -> None:
    record_write(
        actor, action=action, subject_kind="absence", subject_id=subject, at=at, detail=detail
    )
