"""At which times doors opened in a building and in a community, and what the rules of a place say of visiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from anju.domains.fieldwork.sync.data.operations import Visited
from anju.domains.fieldwork.tasks.data.visits import (
    ANSWERED,
    Basis,
    Experience,
    Proposal,
    QuietHours,
    Slot,
    VisitView,
)
from anju.domains.fieldwork.tasks.rules.proposing import part_of, propose
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.foundation.calendar import is_working_day
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError

SINCE = timedelta(days=365)
"""How far back visits count."""
_SEEN = """SELECT (visited_at AT TIME ZONE 'Asia/Shanghai')::date, extract(hour FROM visited_at AT TIME ZONE
    'Asia/Shanghai')::int, outcome = ANY(%s), count(*), array_agg(DISTINCT home_id)
    FROM fieldwork_visit WHERE withdrawn_at IS NULL AND visited_at > %s AND outcome = ANY(%s) AND """
Known = tuple[Basis, int, Mapping[Slot, Experience]]


def quiet_hours(region: str, at: datetime) -> QuietHours:
    """The hours at which nobody knocks there."""
    value, _source = register.rule("visit.quiet", region, local_date(at), at=at)
    return QuietHours(**{name: int(value[name]) for name in QuietHours.__slots__})


def tries_and_rest(region: str, at: datetime) -> tuple[int, timedelta]:
    """After how often in a row nobody was there a link is given instead of another knock, and how long the home is then
    left in peace."""
    value, _source = register.rule("visit.tries", region, local_date(at), at=at)
    return int(value["most"]), timedelta(days=int(value["rest"]))


def proposal_for(building_id: int, region: str, tried_at: datetime, *, at: datetime) -> Proposal:
    """When to come again to a home of this building where nobody was there at `tried_at`. Three queries at most."""
    quiet = quiet_hours(region, at)
    low, high = subtree(region[:12])
    known = [
        _known(Basis.BUILDING, "building_id = %s", [building_id], quiet, at),
        _known(Basis.COMMUNITY, "region >= %s AND region < %s", [low, high], quiet, at),
    ]
    last = slot_of(tried_at, quiet)
    return propose(known, last, at=at, quiet=quiet, is_off=is_off)


def slot_of(at: datetime, quiet: QuietHours) -> Slot:
    """The kind of time of a moment."""
    local = at.astimezone(CHINA)
    return Slot(is_off(local), part_of(local.hour, quiet))


def is_off(at: datetime) -> bool:
    """Is it no working day? Of a year nobody has published, Saturday and Sunday are off."""
    try:
        return not is_working_day(at.date(), published=register.published_days())
    except AnjuError:
        return at.weekday() >= 5


def _known(
    basis: Basis, where: str, params: list[object], quiet: QuietHours, at: datetime
) -> Known:
    answered = [o.value for o in ANSWERED]
    found = rows(
        f"{_SEEN} {where} GROUP BY 1, 2, 3",
        [answered, at - SINCE, [*answered, Visited.NOBODY], *params],
    )
    seen: dict[Slot, Experience] = {}
    homes: set[int] = set()
    for day, hour, opened, count, ids in found:
        slot = Slot(
            is_off(datetime(day.year, day.month, day.day, tzinfo=CHINA)), part_of(hour, quiet)
        )
        before = seen.get(slot, Experience(0, 0))
        seen[slot] = Experience(before.visits + count, before.answered + (count if opened else 0))
        homes |= set(ids)
    return basis, len(homes), seen


def what_next(
    home: HomeView, visits: Sequence[VisitView], *, at: datetime
) -> tuple[int, Proposal | None]:
    """How often in a row nobody was there, and when to come again; no time where a link is to be given instead, or
    nobody need come. `visits`: the latest ones at the home, newest first."""
    nobody = list(takewhile(lambda v: v.outcome is Visited.NOBODY, visits))
    if not nobody:
        return 0, None
    if len(nobody) >= tries_and_rest(home.region, at)[0]:
        return len(nobody), None
    return len(nobody), proposal_for(home.building_id, home.region, nobody[0].visited_at, at=at)
