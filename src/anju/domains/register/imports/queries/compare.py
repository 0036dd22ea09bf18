"""A roster against what is known of its employer: who is the same, who moved, who is new, who is missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.declarations.data.kinds import CLOSING
from anju.domains.register.imports.data.imports import Comparison, Difference, Member
from anju.foundation.db.statements import rows
from anju.foundation.frames import in_slices


def compare(
    items: pl.DataFrame, *, employer_id: int, as_of: date, refused: Iterable[str] = ()
) -> Comparison:
    """Compare located items (with home_id and named_home) of one employer with the register on that day.

    `refused`: the names of rows that could not be taken; who bears one of them is on the list after all.
    """
    everybody = in_slices(items, people.match)
    ends = pl.col("kind").is_in(CLOSING)
    known, going = everybody.filter(~ends), everybody.filter(ends)
    sure = known.filter(pl.col("verdict") == people.KNOWN)
    now = _present(employer_id, as_of)
    doubtful = known.filter(
        (pl.col("verdict") == people.NAME_DIFFERS) & pl.col("person_id").is_in(list(now))
    ).height
    there = sure.filter(pl.col("person_id").is_in(list(now)))
    changed = _differences(there, now)
    fresh = known.filter(~pl.col("person_id").is_in(list(now)).fill_null(value=False))
    fresh = fresh.with_columns(
        pl.lit(None, dtype=pl.Int64).alias("person_id")
    )  # known elsewhere: not their business
    listed = set(everybody["person_id"].drop_nulls().to_list())
    named = {_plain(name) for name in refused}
    absent = [
        Member(0, p, f["name"], f["since"], "", f["position"])
        for p, f in now.items()
        if p not in listed
    ]
    left = tuple(m for m in absent if _plain(m.name) not in named)
    unclear = tuple(m for m in absent if _plain(m.name) in named)
    differing = {d.person_id for d in changed}
    same = there.filter(~pl.col("person_id").is_in(list(differing)))
    gone = going.filter((pl.col("verdict") == people.KNOWN) & pl.col("person_id").is_in(list(now)))
    return Comparison(
        same.height,
        changed,
        _members(fresh),
        left,
        doubtful,
        _members(same),
        unclear,
        len(now),
        _members(gone.with_columns(pl.col("end").alias("start"))),
    )


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _members(frame: pl.DataFrame) -> tuple[Member, ...]:
    """Rows of the list as members, numbers masked."""
    return tuple(
        Member(
            row or 0,
            person,
            name,
            start,
            people.mask_number(number) if number else "",
            position or "",
        )
        for row, person, name, start, number, position in frame.select(
            "row", "person_id", "name", "start", "doc_number", "position"
        ).iter_rows()
    )


def _present(employer_id: int, as_of: date) -> dict[int, dict[str, Any]]:
    """Those who work there, with room and position."""
    found = rows(
        """SELECT j.person_id, p.name, lower(j.period), j.position, s.home_id
        FROM register_job j JOIN people_person p ON p.id = j.person_id
        LEFT JOIN register_stay s ON s.person_id = j.person_id AND s.superseded_at IS NULL AND s.habitual
             AND s.period @> %s::date
        WHERE j.employer_id = %s AND j.superseded_at IS NULL AND coalesce(upper(j.period) > %s, true)
        ORDER BY p.name, j.person_id""",
        [as_of, employer_id, as_of],
    )
    return {r[0]: {"name": r[1], "since": r[2], "position": r[3], "home_id": r[4]} for r in found}


def _differences(there: pl.DataFrame, now: dict[int, dict[str, Any]]) -> tuple[Difference, ...]:
    phones = people.differing_phones(there.select("person_id", "phone"))
    wanted = [h for h in there["home_id"].to_list() if h]
    homes = places.homes([*wanted, *(f["home_id"] for f in now.values() if f["home_id"])])
    out: list[Difference] = []
    for item in there.iter_rows(named=True):
        before = now[item["person_id"]]
        fields: dict[str, tuple[str, str]] = {}
        if item["named_home"] and item["home_id"] != before["home_id"]:
            old, new = homes.get(before["home_id"]), homes.get(item["home_id"])
            said = "".join(item[c] or "" for c in ("address", "building", "room"))
            fields["home"] = (old.text if old else "", new.text if new else said)
        if (
            item["person_id"] in phones and not phones[item["person_id"]][0]
        ):  # one on file is not an employer's to replace
            fields["phone"] = phones[item["person_id"]]
        if item["position"] and item["position"] != before["position"]:
            fields["position"] = (before["position"], item["position"])
        if fields:
            out.append(Difference(item["row"] or 0, item["person_id"], item["name"], fields))
    return tuple(out)
