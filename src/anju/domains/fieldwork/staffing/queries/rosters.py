"""Shifts, absences, and who works in each grid on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from anju.domains.access import api as access
from anju.domains.fieldwork.staffing.data.values import (
    AbsenceReason,
    AbsenceView,
    Duty,
    Holder,
    PostKind,
    ShiftView,
)
from anju.domains.fieldwork.staffing.models import Absence, Posting, Shift
from anju.domains.fieldwork.staffing.queries.stations import touching
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows


def shifts(regions: Sequence[str], *, first: date, last: date) -> list[ShiftView]:
    """Shifts of these regions that begin on these days, as far as the transaction sees. Two queries."""
    return shift_views(_between(Shift.objects.filter(touching(regions)), first, last))


def shifts_at(station_id: int, *, first: date, last: date) -> list[ShiftView]:
    """Shifts at a station that begin on these days. Two queries."""
    return shift_views(_between(Shift.objects.filter(station_id=station_id), first, last))


def shifts_of(user_id: int, *, first: date, last: date) -> list[ShiftView]:
    """Somebody's own shifts that begin on these days. Two queries."""
    return shift_views(_between(Shift.objects.filter(user_id=user_id), first, last))


def _between(found: QuerySet[Shift], first: date, last: date) -> QuerySet[Shift]:
    low = datetime(first.year, first.month, first.day, tzinfo=CHINA)
    high = datetime(last.year, last.month, last.day, tzinfo=CHINA) + timedelta(days=1)
    return found.filter(cancelled_at=None, period__startswith__gte=low, period__startswith__lt=high)


def shift_views(found: QuerySet[Shift]) -> list[ShiftView]:
    """Shifts as values, in order of time."""
    held = list(found.select_related("station").order_by("period", "id"))
    names = access.display_names([s.user_id for s in held]) if held else {}
    return [_shift(s, names.get(s.user_id, "")) for s in held]


def _shift(row: Shift, name: str) -> ShiftView:
    period: Any = row.period
    return ShiftView(
        row.id,
        row.posting_id,
        row.user_id,
        name,
        row.station_id,
        row.station.name,
        row.region,
        Duty(row.duty),
        period.lower.astimezone(CHINA),
        period.upper.astimezone(CHINA),
        row.stands_in,
    )


def absences(regions: Sequence[str], *, since: date) -> list[AbsenceView]:
    """Absences of these regions that are not over before that day, as far as the transaction sees. Two queries."""
    found = Absence.objects.filter(touching(regions), withdrawn_at=None)
    return absence_views(found.filter(period__endswith__gt=since))


def absences_of(user_id: int, *, since: date) -> list[AbsenceView]:
    """Somebody's own absences that are not over before that day, and those in which they stand in. Two queries."""
    own = Q(user_id=user_id) | Q(substitute_user=user_id)
    return absence_views(Absence.objects.filter(own, withdrawn_at=None, period__endswith__gt=since))


def absence_views(found: QuerySet[Absence]) -> list[AbsenceView]:
    """Absences as values, in order of time."""
    held = list(found.select_related("posting__station").order_by("period", "id"))
    users = {u for a in held for u in (a.user_id, a.substitute_user) if u}
    names = access.display_names(sorted(users)) if users else {}
    return [
        AbsenceView(
            a.id,
            a.posting_id,
            a.user_id,
            names.get(a.user_id, ""),
            a.posting.station.name,
            a.region,
            AbsenceReason(a.reason),
            period.lower,
            period.upper - timedelta(days=1),
            a.substitute_id,
            a.substitute_user,
            names.get(a.substitute_user or 0, ""),
            tuple(a.posting.grids),
        )
        for a in held
        for period in [_range(a)]
    ]


def _range(row: Absence) -> Any:  # noqa: ANN401 - a range of days
    return row.period


_HOLDERS = """SELECT g.grid, coalesce(s.user_id, p.user_id), p.kind, p.user_id, a.id IS NOT NULL, s.user_id IS NOT NULL
    FROM fieldwork_posting p CROSS JOIN LATERAL unnest(p.grids) AS g(grid)
    LEFT JOIN fieldwork_absence a ON a.posting_id = p.id AND a.withdrawn_at IS NULL AND a.period @> %(day)s::date
    LEFT JOIN fieldwork_posting s ON s.id = a.substitute_id
    WHERE p.period @> %(day)s::date AND g.grid >= %(low)s AND g.grid < %(high)s ORDER BY 1, p.kind, p.id"""


def holders(region: str, day: date) -> dict[str, tuple[Holder, ...]]:
    """Who works in each grid of a division (prefix) on that day: its own workers, or the substitutes of those who are
    away. Grids without anybody are left out. As far as the transaction sees. Two queries."""
    low, high = subtree(region)
    found = rows(_HOLDERS, {"day": day, "low": low, "high": high})
    names = access.display_names(sorted({u for r in found for u in (r[1], r[3])})) if found else {}
    out: dict[str, tuple[Holder, ...]] = {}
    for grid, user, kind, own, away, replaced in found:
        if away and not replaced:
            continue
        instead = names.get(own, "") if away else ""
        holder = Holder(user, names.get(user, ""), PostKind(kind), instead)
        out[grid] = (*out.get(grid, ()), holder)
    return out


def absent_on(user_ids: Sequence[int], first: date, last: date) -> set[tuple[int, date]]:
    """(account, day) for the days on which these accounts are away. One query."""
    found = rows(
        """SELECT a.user_id, d::date FROM fieldwork_absence a,
            generate_series(greatest(lower(a.period), %s), least(upper(a.period) - 1, %s), interval '1 day') d
        WHERE a.withdrawn_at IS NULL AND a.user_id = ANY(%s)""",
        [first, last, list(user_ids)],
    )
    return {(user, day) for user, day in found}


def posting_locked(posting_id: int) -> Posting | None:
    """The posting, which nobody else changes until the transaction ends."""
    return (
        Posting.objects.select_for_update(of=("self",))
        .select_related("station")
        .filter(id=posting_id)
        .first()
    )
