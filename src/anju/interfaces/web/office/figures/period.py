"""Which area, which day, and as known when: what the addresses of the indicators hold.

What holds on a day is shown for that day; what happens is counted from the first of its month to that day. An earlier
month is compared over the same days; a whole month with the whole of another.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anju.domains.statistics.api import indicators as statistics
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed
from anju.foundation.facts import Span
from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.office.links import day_of
from anju.interfaces.web.office.naming import prefix_requested

EARLIEST = date(2000, 1, 1)
TREND = 12
"""Months before the present one that a trend shows."""


@dataclass(frozen=True, slots=True)
class Period:
    """`day`: the last day looked at; `then`: as it was recorded at the end of each span, and not as it is known now."""

    region: str
    day: date
    today: date
    then: bool

    def span(self, months_back: int = 0) -> Span:
        """The month of the day up to that day, or the same days of an earlier month."""
        first = _month(self.day, months_back)
        length = monthrange(first.year, first.month)[1]
        whole = self.day.day == monthrange(self.day.year, self.day.month)[1]
        last = first.replace(day=length if whole else min(self.day.day, length))
        return self._known(first, last)

    def trend(self) -> list[Span]:
        """Whole months up to the day, the oldest first."""
        spans = []
        for back in range(TREND, 0, -1):
            first = _month(self.day, back)
            last = first.replace(day=monthrange(first.year, first.month)[1])
            spans.append(self._known(first, last))
        return [*spans, self.span()]

    def query(self, **more: object) -> dict[str, object]:
        """What an address needs to show the same."""
        asked: dict[str, object] = {"region": self.region}
        if self.day != self.today:
            asked["day"] = self.day.isoformat()
        if self.then:
            asked["known"] = "then"
        return asked | more

    def _known(self, first: date, last: date) -> Span:
        if not self.then or last >= self.today:
            return Span(first, last)
        midnight = datetime.combine(last + timedelta(days=1), time(), ZoneInfo("Asia/Shanghai"))
        return Span(first, last, midnight.astimezone(UTC))


def period_of(asker: Asker, asked: Mapping[str, str]) -> Period:
    """What was asked for; the first of the areas the reader may see where none was named. Raises `NotAllowed` for a
    reader who may see no figures."""
    areas = statistics.figures_area(asker.actor)
    if not areas:
        raise NotAllowed("not_allowed", permission="stats.see", region="", party="")
    today = local_date(asker.at)
    day = day_of(asked.get("day", "")) or today
    region = prefix_requested(asked.get("region", "")) or areas[0]
    return Period(region, min(max(day, EARLIEST), today), today, asked.get("known") == "then")


def _month(day: date, back: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
