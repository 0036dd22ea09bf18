"""Time in words: how long is left, how long ago, how long it lasted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(days=2)
"""With less than this left, a deadline is drawn as pressing."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left until a deadline. `tone`: late, soon, calm, done."""

    text: str
    tone: str
    icon: str


def span(delta: timedelta) -> str:
    """A positive duration in the largest unit that still says something: days, hours, minutes."""
    minutes = int(abs(delta).total_seconds() // 60)
    if minutes >= 48 * 60:
        return ngettext("%(n)d 天", "%(n)d 天", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 60:
        return ngettext("%(n)d 小时", "%(n)d 小时", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d 分钟", "%(n)d 分钟", max(minutes, 1)) % {"n": max(minutes, 1)}


def left(due: date | datetime, now: datetime) -> Left:
    """How long until `due`. A plain date means until the end of that day."""
    if not isinstance(due, datetime):
        due = timezone.make_aware(datetime.combine(due, datetime.max.time()))
    delta = due - now
    if delta < timedelta(0):
        return Left(_("已超 %(span)s") % {"span": span(delta)}, "late", "alert-triangle")
    tone = "soon" if delta < SOON else "calm"
    return Left(
        _("还剩 %(span)s") % {"span": span(delta)}, tone, "alarm" if tone == "soon" else "clock"
    )


def lasted(start: date, end: date) -> str:
    """How long a period was, in years and months, or days when shorter than a month."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < 1:
        days = max((end - start).days, 1)
        return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)d 年", "%(n)d 年", years) % {"n": years})
    if rest:
        parts.append(ngettext("%(n)d 个月", "%(n)d 个月", rest) % {"n": rest})
    return " ".join(parts)
