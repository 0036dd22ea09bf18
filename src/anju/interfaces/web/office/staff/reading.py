"""What forms about stations and rosters say, read into values."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, time

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import StationPlan
from anju.domains.regions import api as regions
from anju.domains.regions.api import Level
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.web.office.links import day_of, record_number
from anju.interfaces.web.office.naming import prefix_requested, short

WEEKDAYS = range(7)


def hour_of(text: str) -> time | None:
    """A time of day as a form sends it; None for nothing or nonsense."""
    with suppress(ValueError):
        return time.fromisoformat(text) if text else None
    return None


def day_needed(text: str, code: str) -> date:
    """The day of a field; `Refused` with this code where it holds none."""
    found = day_of(text)
    if found is None:
        raise Refused(code)
    return found


def number_needed(text: str, code: str) -> int:
    """The number of a record; `NotFound` with this code where it is none."""
    found = record_number(text)
    if found is None:
        raise NotFound(code)
    return found


def station_plan(given: Mapping[str, str], serves: list[str]) -> StationPlan:
    """A station as its form states it. `Refused` ``station_hours``."""
    return StationPlan(
        given.get("name", ""),
        prefix_requested(given.get("region", "")),
        tuple(s for s in serves if s.isdecimal()),
        given.get("address", ""),
        given.get("phone", ""),
        tuple(_span(given, n) for n in WEEKDAYS),
    )


def _span(given: Mapping[str, str], weekday: int) -> tuple[time, time] | None:
    texts = [given.get(f"{end}-{weekday}", "").strip() for end in ("from", "to")]
    if not any(texts):
        return None
    begins, ends = (hour_of(t) for t in texts)
    if begins is None or ends is None:
        raise Refused("station_hours")
    return begins, ends


def parts_of(region: str) -> list[tuple[str, str]]:
    """(prefix, name) of what a station of this division may serve: the communities of a town, or a community with its
    grids; nothing for wider ones."""
    if not 9 <= len(region) <= staffing.GRID:
        return []
    if len(region) < staffing.COMMUNITY:
        below = [p for p in regions.children(regions.padded(region)) if p.level is Level.COMMUNITY]
        names = short({p.code for p in below})
        return [(p.prefix, names.get(p.code, p.name)) for p in below]
    community = region[: staffing.COMMUNITY]
    whole = [(community, short({community}).get(community, community))]
    grids = [(g.code, g.name) for g in regions.grids(region)]
    return grids if len(region) == staffing.GRID else whole + grids
