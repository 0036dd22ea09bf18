"""Counts of stations for whoever answers for them: numbers alone, never a person, small ones hidden. Counted with the
intake role, for nobody who counts may see who is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from anju.domains.casework.rescue.data import Station, StationFigures, Way
from anju.domains.casework.rescue.queries.law import bounds, duties
from anju.domains.casework.rescue.queries.stations import managed_stations
from anju.domains.casework.rescue.rules.counting import disclosed
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.arrays import literal
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows

GROUPS: Mapping[str, tuple[str, ...]] = {
    "who": ("men", "women", "boys", "girls"),
    "ways": tuple(f"way_{w.value}" for w in Way),
    "unknown": ("unknown", "known"),
}
"""Parts that add up to a total: who came, how they left, who of those here is unidentified."""
_COUNTED = f"""SELECT station_id, count(*) FILTER (WHERE came), count(*) FILTER (WHERE here),
    count(*) FILTER (WHERE gone), count(*) FILTER (WHERE here AND arrived_at < %s),
    count(*) FILTER (WHERE came AND sex = '1' AND NOT young), count(*) FILTER (WHERE came AND sex = '2' AND NOT young),
    count(*) FILTER (WHERE came AND sex = '1' AND young), count(*) FILTER (WHERE came AND sex = '2' AND young),
    count(*) FILTER (WHERE here AND identity = 'unknown'), count(*) FILTER (WHERE here AND identity <> 'unknown'),
    {", ".join(f"count(*) FILTER (WHERE gone AND way = '{w.value}')" for w in Way)}
FROM (SELECT station_id, sex, identity, way, arrived_at,
        arrived_at >= %s AND arrived_at < %s AS came, left_at IS NULL AS here,
        left_at >= %s AND left_at < %s AS gone,
        coalesce(extract(year FROM age(arrived_at::date, birth_date)), age) < %s AS young
    FROM casework_rescue_stay WHERE station_id = ANY(%s::bigint[])) s
GROUP BY station_id"""  # noqa: S608 - values of an enum of ours
LONG_STAY = "long_stay"
"""The duty whose term these counts call a long stay; it and the age of a minor as the national law has them, the same
in every place."""
NAMES = ("came", "here", "left", "over_term", *GROUPS["who"], *GROUPS["unknown"], *GROUPS["ways"])


def figures(
    actor: Actor, first: date, last: date, *, at: datetime, stations: Sequence[Station] = ()
) -> list[StationFigures]:
    """Counts of the stations the actor manages (or of these), from the first to the last day. Two queries.

    Needs `rescue.manage` in their region, or is asked by the head for the own station with `stations`.
    """
    wanted = list(stations) or managed_stations(actor)
    start = datetime.combine(first, datetime.min.time(), CHINA)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), CHINA)
    today = local_date(at)
    term = next(d.term.amount for d in duties("", today) if d.code == LONG_STAY and d.term)
    with as_intake_role():
        found = rows(
            _COUNTED,
            [
                at - timedelta(days=term),
                *(start, end) * 2,
                bounds("", today).minor_below,
                literal("bigint", [s.id for s in wanted]),
            ],
        )
    by_station = {r[0]: dict(zip(NAMES, r[1:], strict=True)) for r in found}
    none = dict.fromkeys(NAMES, 0)
    return [StationFigures(s, disclosed(by_station.get(s.id, none), GROUPS)) for s in wanted]
