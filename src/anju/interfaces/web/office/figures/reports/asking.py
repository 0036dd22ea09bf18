"""Which report of which area and period: what the addresses of reports hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api import reports
from anju.domains.statistics.api.reports import MONTHS, Period, Wanted
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed
from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.office.naming import prefix_requested

OFFERED = 6
"""Periods of each kind that are offered."""


@dataclass(frozen=True, slots=True)
class AskedReport:
    """What was asked for, as the domain and as an address has it."""

    wanted: Wanted
    query: Mapping[str, str]


def asked_report(asker: Asker, code: str, asked: Mapping[str, str]) -> AskedReport:
    """The report of the area, period and divisions that an address names; where it names none, of the first of the
    reader's areas and the last whole month. Raises `NotAllowed` for a reader who may see no figures."""
    areas = statistics.figures_area(asker.actor)
    if not areas:
        raise NotAllowed("not_allowed", permission="stats.see", region="", party="")
    today = local_date(asker.at)
    chosen = reports.period(asked.get("period", ""))
    if chosen is None or chosen.first > today:
        chosen = reports.period_at("month", today).moved(-1)
    place = prefix_requested(asked.get("region", "")) or areas[0]
    against = prefix_requested(asked.get("against", ""))
    then, divided = asked.get("known") == "then", asked.get("division") == "then"
    wanted = Wanted(
        code, place, chosen, today, known_then=then, as_now=not divided, against=against
    )
    query = {"region": place, "period": chosen.code, "against": against}
    query |= {"known": "then"} if then else {}
    query |= {"division": "then"} if divided else {}
    return AskedReport(wanted, query)


def offered_periods(chosen: Period, wanted: Wanted) -> list[tuple[str, list[Period]]]:
    """Kind → its latest periods, and the chosen one."""
    found = []
    for kind in MONTHS:
        latest = reports.period_at(kind, wanted.today)
        several = [latest.moved(-n) for n in range(OFFERED * 2 if kind == "month" else OFFERED)]
        if chosen.kind == kind and chosen not in several:
            several.append(chosen)
        found.append((kind, several))
    return found
