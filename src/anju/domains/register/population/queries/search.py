"""People by two things at once: who they are and where they live (王 新屋路)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from anju.domains.people import api as people
from anju.domains.people.api import Findings
from anju.domains.places import api as places
from anju.foundation.db.statements import rows

MOST = 20_000
"""Homes one address may mean."""


def find_people(q: str, *, regions: Sequence[str], today: date, limit: int = 20) -> Findings:
    """People found by what was typed in the one box; with several words also by a word of their address.

    Two queries; with an address among the words up to four for each way to split them.
    """
    direct = people.search(q, regions=regions, limit=limit)
    words = q.split()
    if direct.count or len(words) < 2:
        return direct
    for at in range(len(words)):
        who = " ".join(w for i, w in enumerate(words) if i != at)
        homes = places.find_ids(words[at], regions=regions, limit=MOST)
        living = _living(homes, today) if homes else []
        if living:
            found = people.search(who, regions=regions, limit=limit, among=living)
            if found.count:
                return replace(found, capped=found.capped or len(homes) >= MOST)
    return direct


def _living(homes: Sequence[int], today: date) -> list[int]:
    return [
        r[0]
        for r in rows(
            "SELECT DISTINCT person_id FROM register_stay WHERE home_id = ANY(%s) "
            "AND superseded_at IS NULL AND period @> %s::date",
            [list(homes), today],
        )
    ]
