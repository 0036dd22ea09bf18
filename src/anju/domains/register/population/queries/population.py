"""The population of an area on any day, past or present, and as it was recorded at any moment. Counts only.

Counted as the intake role within the regions the caller was granted, as `figures` is. Stays have both times (decision
0007); sex, birth date and origin are a person's best present reading, so a corrected birth date counts everywhere.

One statement: the stays of the day are found by region once and gathered by reason, as arrays and not as rows; their
persons are then read by one array of ids, which PostgreSQL sorts and walks through the primary key in a single pass (a
join would search the index anew for each).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.domains.register.population.queries.figures import area_of, inside
from anju.foundation.actor import Actor
from anju.foundation.db.replica import reading
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed

BAND = 5
"""Years of an age band."""
OLDEST = 85
"""Where the last, open band begins."""
UNKNOWN = "?"
"""The band of those whose birth date is not known."""


@dataclass(frozen=True, slots=True)
class Population:
    """Who lived in an area on `day`, as held for true at `known_at` (None: now). Each list adds up to `living`.

    `sexes` by GB/T 2261.1, `ages` by band (``20-24``, ``85+``, ``?``) on that day, youngest first, `reasons` by GB/T
    31000, `origins` by province (two digits; "" unknown; ISO alpha-3 for foreigners). The others largest first.
    """

    day: date
    known_at: datetime | None
    living: int
    sexes: tuple[tuple[str, int], ...]
    ages: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    origins: tuple[tuple[str, int], ...]


_VERSION = (
    "SELECT s.person_id, s.reason FROM register_stay s "
    "WHERE s.habitual AND s.superseded_at IS {held} AND {where} AND s.period @> %s::date{more}"
)
_COUNT = """WITH here AS MATERIALIZED (
  SELECT reason, count(*) AS persons, array_agg(person_id) AS ids FROM ({stays}) s GROUP BY reason)
SELECT 'reason', reason, 0, '', persons FROM here
UNION ALL
SELECT 'person', p.sex, coalesce(width_bucket(p.birth_date, %s::date[]), -1),
    CASE WHEN p.nationality <> 'CHN' THEN p.nationality ELSE left(p.origin, 2) END, count(*)
FROM people_person p WHERE p.id = ANY(ARRAY(SELECT unnest(ids) FROM here)) GROUP BY 2, 3, 4"""


def population(
    regions: Sequence[str] | None = None,
    *,
    actor: Actor,
    day: date,
    known_at: datetime | None = None,
) -> Population:
    """Count these regions (the actor's whole area when None). One query.

    `NotAllowed` unless each lies where the actor holds `stats.see` or `person.see`.
    """
    area = area_of(actor)
    wanted = tuple(regions) if regions is not None else area
    if not area or not all(any(r.startswith(a) for a in area) for r in wanted):
        raise NotAllowed("not_allowed", permission="stats.see", region=",".join(wanted))
    stays, params = _stays(_by_age(wanted), day, known_at)
    with reading(), as_intake_role():
        found = rows(_COUNT.format(stays=stays), [*params, births(day)])
    return _folded(day, known_at, found)


def _by_age(regions: Sequence[str]) -> list[str]:
    """Without those that lie inside others: nobody is counted twice."""
    return sorted({r for r in regions if not any(r != w and r.startswith(w) for w in regions)})


def _stays(
    regions: Sequence[str], day: date, known_at: datetime | None
) -> tuple[str, list[object]]:
    """SQL of the habitual stays of that day. Versions that no longer hold have an index of their own."""
    where, place = inside(regions)
    if known_at is None:
        return _VERSION.format(held="NULL", where=where, more=""), [*place, day]
    now = _VERSION.format(held="NULL", where=where, more=" AND s.recorded_at <= %s")
    then = _VERSION.format(
        held="NOT NULL", where=where, more=" AND s.recorded_at <= %s AND s.superseded_at > %s"
    )
    return f"{now} UNION ALL {then}", [*place, day, known_at, *place, day, known_at, known_at]


def births(day: date) -> list[date]:
    """First birth dates of the age bands on that day, oldest band left out: whoever was born the day before or earlier
    is older. The last entry is the day after `day`."""
    return [_years_before(day, years) + timedelta(days=1) for years in range(OLDEST, -1, -BAND)]


def _years_before(day: date, years: int) -> date:
    """The last birth date of those who are so old on that day (29 February: the 28th in a common year)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _band(bucket: int) -> str:
    """Bucket 0 is the open band, 1 the next younger …"""
    if bucket < 0:
        return UNKNOWN
    start = max(OLDEST - BAND * bucket, 0)
    return f"{OLDEST}+" if bucket == 0 else f"{start}-{start + BAND - 1}"


def _folded(
    day: date, known_at: datetime | None, found: list[tuple[str, str, int, str, int]]
) -> Population:
    sexes: dict[str, int] = {}
    ages: dict[int, int] = {}
    reasons: dict[str, int] = {}
    origins: dict[str, int] = {}
    for kind, code, bucket, origin, count in found:
        if kind == "reason":
            reasons[code] = count
            continue
        _add(sexes, code, count)
        _add(origins, origin, count)
        ages[bucket] = ages.get(bucket, 0) + count
    youngest_first = tuple((_band(b), ages[b]) for b in sorted(ages, reverse=True))
    return Population(
        day,
        known_at,
        sum(ages.values()),
        _ranked(sexes),
        youngest_first,
        _ranked(reasons),
        _ranked(origins),
    )


def _add(counts: dict[str, int], code: str, count: int) -> None:
    counts[code] = counts.get(code, 0) + count


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
