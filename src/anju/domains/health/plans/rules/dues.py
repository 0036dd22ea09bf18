"""When the standard's contacts fall due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from anju.domains.health.plans.data import (
    Anchor,
    Anchors,
    Contact,
    Due,
    Kind,
    Offset,
    Stand,
    Standard,
)
from anju.foundation.calendar import months_after

ONE = timedelta(days=1)


def shifted(day: date, by: Offset) -> date:
    """The day at this distance; a day that a month does not have is its last one."""
    return months_after(day, by.months) + timedelta(days=by.days)


def dues(
    standard: Standard, kind: Kind, anchors: Anchors, done: Collection[str], today: date
) -> tuple[Due, ...]:
    """Every contact of a plan with its days and how it is with it today."""
    contacts = standard.of(kind)
    days = [_days(standard, contacts, n, anchors) for n in range(len(contacts))]
    return tuple(
        Due(c, begins, until, _stand(c, begins, until, anchors, done, today))
        for c, (begins, until) in zip(contacts, days, strict=True)
    )


def _days(
    standard: Standard, contacts: Sequence[Contact], n: int, anchors: Anchors
) -> tuple[date | None, date | None]:
    contact = contacts[n]
    start = _anchor(contact.anchor, anchors)
    if start is None:
        return None, None
    if contact.until is not None:
        return shifted(start, contact.begins), shifted(start, contact.until)
    until = None
    if contact.kind is Kind.CHILD:
        after = contacts[n + 1].begins if n + 1 < len(contacts) else standard.child_until
        until = shifted(start, after) - ONE
    return shifted(start, contact.begins), until


def _anchor(anchor: Anchor, anchors: Anchors) -> date | None:
    if anchor is Anchor.LMP:
        return anchors.lmp
    if anchor is Anchor.BIRTH:
        return anchors.birth
    return anchors.discharge or anchors.birth


def _stand(
    contact: Contact,
    begins: date | None,
    until: date | None,
    anchors: Anchors,
    done: Collection[str],
    today: date,
) -> Stand:
    if contact.code in done:
        return Stand.DONE
    before_birth = contact.anchor is Anchor.LMP
    over = before_birth and anchors.birth is not None
    if begins is None:
        return Stand.PASSED if over else Stand.UNKNOWN
    if anchors.joined is not None and until is not None and until < anchors.joined:
        return Stand.BEFORE
    if over or (until is not None and until < today):
        return Stand.PASSED
    return Stand.AHEAD if today < begins else Stand.NOW


def agenda(found: Sequence[Due]) -> tuple[str, date | None, date | None]:
    """(contact, first day, last day) of what comes next; "" where nothing does."""
    coming = [d for d in found if d.stand in (Stand.NOW, Stand.AHEAD) and d.begins is not None]
    if not coming:
        return "", None, None
    first = min(coming, key=lambda d: d.begins or date.max)
    return first.contact.code, first.begins, first.until


def complete(found: Sequence[Due]) -> bool:
    """Whether nothing more is offered: the last contact is recorded, or its time is over."""
    return bool(found) and found[-1].stand in (Stand.DONE, Stand.PASSED)


def without(found: Sequence[Due], code: str) -> tuple[Due, ...]:
    """The same as if a contact were recorded."""
    return tuple(replace(d, stand=Stand.DONE) if d.contact.code == code else d for d in found)
