"""Figures of an area: who lives there, who came and went, how its homes are used. Counts only, never a person.

They are counted as the intake role, within the regions the caller was granted: row-level security would hide every
row from a leader, who may see figures but no person. Came and went are seen from the area: a move inside it is
neither, so that living on a day = living a month before + came − went, always.

How the register's work goes, in numbers without places or persons, for those who keep the machine running.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.domains.places import api as places
from anju.domains.places.api import Loads
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.replica import reading
from anju.foundation.db.scope import as_intake_role, subtree
from anju.foundation.db.statements import rows

SPAN = 30
"""Days of the chart, today included."""


@dataclass(frozen=True, slots=True)
class Day:
    """Persons who came to the area and who left it on one day."""

    day: date
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class Figures:
    """An area on one day. Every list adds up to `living`. Lists are (code, persons), largest first."""

    living: int
    days: tuple[Day, ...]
    reasons: tuple[tuple[str, int], ...]
    dwellings: tuple[tuple[str, int], ...]
    origins: tuple[tuple[str, int], ...]
    homes: Loads
    working: int

    def came(self, days: int) -> int:
        """Arrivals of the last so many days, today included."""
        return sum(d.came for d in self.days[-days:])

    def went(self, days: int) -> int:
        """Departures of the last so many days, today included."""
        return sum(d.went for d in self.days[-days:])


def area_of(actor: Actor) -> tuple[str, ...]:
    """The regions whose figures an actor may see: those of `stats.see`, and of `person.see` (who may count anyway)."""
    found = sorted({*actor.regions("stats.see"), *actor.regions("person.see")})
    return tuple(r for r in found if not any(r != w and r.startswith(w) for w in found))


def inside(regions: Sequence[str], column: str = "s.region") -> tuple[str, list[object]]:
    """A condition on a region column, with its parameters."""
    bounds = [subtree(r) for r in regions]
    sql = " OR ".join([f"({column} >= %s AND {column} < %s)"] * len(bounds)) or "false"
    return f"({sql})", [b for pair in bounds for b in pair]


_LIVING = """WITH here AS MATERIALIZED (SELECT s.person_id, s.home_id, s.reason, s.dwelling FROM register_stay s
        WHERE s.superseded_at IS NULL AND s.habitual AND {where} AND s.period @> %s::date)
    SELECT 'reason', reason, count(*), NULL::bigint[], NULL::int[] FROM here GROUP BY reason
    UNION ALL SELECT 'dwelling', dwelling, count(*), NULL, NULL FROM here GROUP BY dwelling
    UNION ALL SELECT 'origin', CASE WHEN p.nationality <> 'CHN' THEN p.nationality ELSE left(p.origin, 2) END, count(*),
        NULL, NULL FROM people_person p WHERE p.id = ANY(ARRAY(SELECT person_id FROM here)) GROUP BY 2
    UNION ALL SELECT 'homes', '', count(*), coalesce(array_agg(home_id), '{{}}'), coalesce(array_agg(n), '{{}}')
        FROM (SELECT home_id, count(*)::int AS n FROM here WHERE home_id IS NOT NULL GROUP BY home_id) h"""
"""One reading of the area: persons by reason, by dwelling and by origin ("" unknown; ISO alpha-3 for foreigners), and
how many live in each home. Their ids never leave the database: it sorts them and walks the key once."""

_MOVES = """
SELECT person_id, min(id) AS id, day, min(way) AS way FROM (
  SELECT s.person_id, s.id, lower(s.period) AS day, 'came' AS way FROM register_stay s
   WHERE s.superseded_at IS NULL AND s.habitual AND {where} AND lower(s.period) > %s AND lower(s.period) <= %s
  UNION ALL SELECT s.person_id, s.id, upper(s.period), 'went' FROM register_stay s
   WHERE s.superseded_at IS NULL AND s.habitual AND {where} AND upper(s.period) > %s AND upper(s.period) <= %s
) edge GROUP BY person_id, day HAVING count(*) = 1"""
"""Habitual stays never overlap: a day on which one stay in the area ends and another begins is a move inside it."""


def moves(regions: Sequence[str], *, after: date, until: date) -> tuple[str, list[object]]:
    """SQL of (person_id, stay id, day, came|went) for days in (after, until], with parameters."""
    where, place = inside(regions)
    return _MOVES.format(where=where), [*place, after, until, *place, after, until]


def figures(*, actor: Actor, at: datetime) -> Figures:
    """The figures of the actor's area today. Needs `stats.see` or `person.see`. Four queries."""
    today, regions = local_date(at), area_of(actor)
    if not regions:
        actor.require("stats.see")
    with reading(), as_intake_role():
        return _count(regions, today)


def _count(regions: Sequence[str], today: date) -> Figures:
    where, place = inside(regions)
    found = rows(_LIVING.format(where=where), [*place, today])
    parts: dict[str, dict[str, int]] = {"reason": {}, "dwelling": {}, "origin": {}, "homes": {}}
    arrays: dict[str, tuple[list[int], list[int]]] = {}
    for part, code, count, ids, numbers in found:
        parts[part][code] = count
        arrays[part] = (ids, numbers)
    homes = dict(zip(*arrays["homes"], strict=True))
    return Figures(
        living=sum(parts["reason"].values()),
        days=_days(regions, today),
        reasons=_ranked(parts["reason"]),
        dwellings=_ranked(parts["dwelling"]),
        origins=_ranked(parts["origin"]),
        homes=places.count_loads(regions, homes),
        working=_working(regions, today),
    )


def _ranked(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _days(regions: Sequence[str], today: date) -> tuple[Day, ...]:
    first = today - timedelta(days=SPAN)
    sql, params = moves(regions, after=first, until=today)
    counted = {
        (d, w): n
        for d, w, n in rows(f"SELECT day, way, count(*) FROM ({sql}) m GROUP BY 1, 2", params)  # noqa: S608
    }
    days = [first + timedelta(days=n) for n in range(1, SPAN + 1)]
    return tuple(Day(d, counted.get((d, "came"), 0), counted.get((d, "went"), 0)) for d in days)


def _working(regions: Sequence[str], today: date) -> int:
    where, place = inside(regions)
    return int(
        rows(
            f"SELECT count(DISTINCT s.person_id) FROM register_job s WHERE s.superseded_at IS NULL "  # noqa: S608
            f"AND {where} AND s.period @> %s::date",
            [*place, today],
        )[0][0]
    )


def channels(*, actor: Actor, since: datetime) -> tuple[tuple[str, int, int], ...]:
    """Declarations of the actor's area since then: (channel, all, refused), largest first; without what was undone. One
    query."""
    regions = area_of(actor)
    if not regions:
        return ()
    condition, place = inside(regions, "d.region")
    repeated, _ = inside(regions, 'k.region COLLATE "C"')
    with reading(), as_intake_role():
        return tuple(
            (c, int(n), int(r))
            for c, n, r in rows(
                f"""WITH recent AS (SELECT id, channel FROM register_batch WHERE created_at >= %s
                AND state <> 'undone'),
            said AS (
              SELECT b.channel, d.status, 1 AS n FROM recent b JOIN register_declaration d ON d.batch_id = b.id
               WHERE d.batch_id >= (SELECT min(id) FROM recent) AND d.status <> 'undone' AND {condition}
              UNION ALL SELECT b.channel, 'unchanged', k.n FROM recent b JOIN register_repeat r ON r.batch_id = b.id
               CROSS JOIN unnest(r.regions, r.counts) AS k(region, n) WHERE {repeated})
            SELECT channel, sum(n), coalesce(sum(n) FILTER (WHERE status = 'refused'), 0) FROM said GROUP BY 1
            ORDER BY 2 DESC, 1""",  # noqa: S608
                [since, *place, *place],
            )
        )


RECENT = 10_000
"""So many of the latest declarations are looked at: counting all of them would read the whole table every time."""


@dataclass(frozen=True, slots=True)
class Workload:
    """`numbered`: declarations ever numbered. `recent`: (channel, status, how many) of the latest `RECENT`.
    `questions`: (kind, how many) that wait for a person."""

    numbered: int
    recent: tuple[tuple[str, str, int], ...]
    questions: tuple[tuple[str, int], ...]


def workload() -> Workload:
    """As far as the scope in force admits. Three queries, none of which reads more than open or recent rows."""
    return Workload(
        numbered=int(
            rows(
                "SELECT coalesce((SELECT id FROM register_declaration ORDER BY id DESC LIMIT 1), 0)"
            )[0][0]
        ),
        recent=tuple(
            rows(
                "SELECT b.channel, d.status, count(*) FROM (SELECT batch_id, status FROM register_declaration "
                "ORDER BY id DESC LIMIT %s) d JOIN register_batch b ON b.id = d.batch_id GROUP BY 1, 2 ORDER BY 1, 2",
                [RECENT],
            )
        ),
        questions=tuple(
            rows(
                "SELECT kind, count(*) FROM register_review WHERE decided_at IS NULL GROUP BY 1 ORDER BY 1"
            )
        ),
    )
