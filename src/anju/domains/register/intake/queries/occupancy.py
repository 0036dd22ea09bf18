"""Who lives in a home already: what a further arrival there is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.kinds import CHECK_CAPACITY, kinds_with
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.ledger.queries import LEFT_TODAY
from anju.foundation import kinship
from anju.foundation.db.statements import joined, rows

_COUNTED = kinds_with(CHECK_CAPACITY)


def homes_with_adults(home_ids: Iterable[int], *, day: date) -> set[int]:
    """Of these homes, those in which somebody lives on that day who may live alone."""
    asked = sorted(set(home_ids))
    if not asked:
        return set()
    return {
        r[0]
        for r in rows(
            """SELECT DISTINCT s.home_id FROM register_stay s JOIN people_person p ON p.id = s.person_id
        WHERE s.home_id = ANY(%s) AND s.superseded_at IS NULL AND s.period @> %s::date
          AND p.birth_date <= %s::date - make_interval(years => %s)""",
            [asked, day, day, ages(day).alone],
            often=True,
        )
    }


def overfull(
    frame: pl.DataFrame, home_ids: Sequence[int | None], *, day: date, by_bed: bool = False
) -> list[int]:
    """The rows (numbers) that arrive in a verified home without a place left for them. `home_ids`: each row's home;
    with `by_bed` homes that nobody has verified are asked too, and who left on the day of arrival takes no place.

    Spouses, children and parents of those who live there are not counted (as the cities' rules on people per
    area leave them out), nor who lives in that home already. Columns: kind, relation, doc_type, doc_number,
    nationality.
    """
    read = zip(home_ids, frame["kind"].to_list(), frame["relation"].to_list(), strict=True)
    coming = [
        (n, home)
        for n, (home, kind, relation) in enumerate(read)
        if kind in _COUNTED and home is not None and relation not in kinship.FAMILY
    ]
    free = _free_places({h for _, h in coming}, day, by_bed=by_bed)
    found = _beyond(coming, free)
    if not found:
        return []
    there = _living_there(frame, coming, day)
    return _beyond([c for c in coming if c[0] not in there], free)


def _free_places(home_ids: set[int], day: date, *, by_bed: bool) -> dict[int, int]:
    """Home → places left, of verified homes (`by_bed`: of all) whose number of places is known."""
    if not home_ids:
        return {}
    source, values = joined({"h": ("bigint", sorted(home_ids))})
    gone, left = (f"AND NOT {LEFT_TODAY}", [day] * 3) if by_bed else ("", [])
    return dict(
        rows(
            f"""SELECT h.id, h.capacity - (SELECT count(*) FROM register_stay s WHERE s.home_id = h.id
            AND s.superseded_at IS NULL AND s.habitual AND s.period @> %s::date {gone})
        FROM {source} AS i(h) JOIN places_home h ON h.id = i.h WHERE (h.verified OR %s) AND h.capacity > 0""",  # noqa: S608
            [day, *left, *values, by_bed],
            often=True,
        )
    )


def _beyond(coming: Sequence[tuple[int, int]], free: Mapping[int, int]) -> list[int]:
    left, out = dict(free), []
    for number, home in coming:
        if home in left:
            left[home] -= 1
            if left[home] < 0:
                out.append(number)
    return out


def _living_there(frame: pl.DataFrame, coming: Sequence[tuple[int, int]], day: date) -> set[int]:
    """The rows whose document belongs to somebody who lives in that home already."""
    numbered = frame[[n for n, _ in coming]].with_columns(
        pl.Series("key", [str(n) for n, _ in coming])
    )
    holders = dict(people.holders_of(numbered).iter_rows())
    if not holders:
        return set()
    living = set(
        rows(
            """SELECT s.person_id, s.home_id FROM register_stay s WHERE s.person_id = ANY(%s)
        AND s.superseded_at IS NULL AND s.period @> %s::date""",
            [sorted(set(holders.values())), day],
            often=True,
        )
    )
    return {n for n, home in coming if (holders.get(str(n)), home) in living}
