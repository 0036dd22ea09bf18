"""Doubts about declarations on their way in: which rows wait for somebody who has seen the card."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.declarations import DOUBTFUL
from anju.domains.register.declarations.data.kinds import CHECK_CAPACITY, kinds_with
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.intake.rules.plausibility import ADULT, CHILD, HOME_FULL, doubts
from anju.foundation import kinship
from anju.foundation.db.statements import joined, rows

SEEN = "seen"
"""The effect that keeps which doubt somebody had settled with the card in hand when the declaration was made."""
_COUNTED = kinds_with(CHECK_CAPACITY)
_ONE_BY_ONE = ("counter", "landlord", "resident")
"""Channels in which a room is looked at before somebody is entered there; the capacity of homes that
lists name is not."""


def doubtful_rows(frame: pl.DataFrame, run: Run, about: Mapping[int, int]) -> dict[int, list[str]]:
    """Located rows that somebody should look at: declaration → its doubts.

    Not asked again once answered (`DOUBTFUL`), nor of rows whose record was chosen by a person
    (`about`), nor where staff who may decide there declare that they have seen the card (`Run.seen`);
    that is kept with the declaration.
    """
    if DOUBTFUL in run.answered:
        return {}
    dids = frame["did"].to_list()
    found: dict[int, list[str]] = {}
    for one in doubts(frame, known_areas=regions.known_areas(), today=run.today):
        found.setdefault(dids[one.index], []).append(one.code)
    found = _without_those_who_join_an_adult(frame, found, run)
    for did in _overfull(frame, run):
        found.setdefault(did, []).append(HOME_FULL)
    found = {d: codes for d, codes in found.items() if d not in about}
    return _unseen(frame, found, run) if found and run.seen else found


def _without_those_who_join_an_adult(
    frame: pl.DataFrame, found: dict[int, list[str]], run: Run
) -> dict[int, list[str]]:
    """The doubts without those about a child alone where an adult lives in the home already."""
    homes = dict(zip(frame["did"].to_list(), frame["home_id"].to_list(), strict=True))
    asked = sorted(
        {h for d, codes in found.items() if CHILD in codes and (h := homes[d]) is not None}
    )
    if not asked:
        return found
    kept = {
        r[0]
        for r in rows(
            """SELECT DISTINCT s.home_id FROM register_stay s JOIN people_person p ON p.id = s.person_id
        WHERE s.home_id = ANY(%s) AND s.superseded_at IS NULL AND s.period @> %s::date
          AND p.birth_date <= %s::date - make_interval(years => %s)""",
            [asked, run.today, run.today, ADULT],
            often=True,
        )
    }
    left = {
        d: [c for c in codes if c != CHILD or homes[d] not in kept] for d, codes in found.items()
    }
    return {d: codes for d, codes in left.items() if codes}


def _unseen(frame: pl.DataFrame, found: dict[int, list[str]], run: Run) -> dict[int, list[str]]:
    left = dict(found)
    read = (frame[c].to_list() for c in ("did", "key", "home_region", "employer_region", "region"))
    for did, key, home, employer, region in zip(*read, strict=True):
        where = home or employer or region or run.sender.region
        if did in found and key in run.seen and run.actor.may("review.decide", region=where or "0"):
            run.effects.setdefault(did, {})[SEEN] = left.pop(did)
    return left


def _overfull(frame: pl.DataFrame, run: Run) -> list[int]:
    """Arrivals that would put more people into a verified home than it holds. Spouses, children and
    parents of those who live there are not counted (as the cities' rules on people per area leave them
    out). A register that is taken over (by the system) is not asked: what was so is recorded."""
    if run.channel not in _ONE_BY_ONE or run.submitter.actor.kind == "system":
        return []
    read = (frame[c].to_list() for c in ("did", "kind", "home_id", "relation"))
    coming = [
        (d, h)
        for d, kind, h, relation in zip(*read, strict=True)
        if kind in _COUNTED and h is not None and relation not in kinship.FAMILY
    ]
    if not coming:
        return []
    source, values = joined({"h": ("bigint", sorted({h for _, h in coming}))})
    free = dict(
        rows(
            f"""SELECT h.id, h.capacity - (SELECT count(*) FROM register_stay s WHERE s.home_id = h.id
            AND s.superseded_at IS NULL AND s.habitual AND s.period @> %s::date)
        FROM {source} AS i(h) JOIN places_home h ON h.id = i.h WHERE h.verified AND h.capacity > 0""",  # noqa: S608
            [run.today, *values],
            often=True,
        )
    )
    out: list[int] = []
    for did, home in coming:
        if home in free:
            free[home] -= 1
            if free[home] < 0:
                out.append(did)
    return out
