"""Counting an edition, and answering a department from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.core.cache import cache

from anju.domains.exchange.api import answers
from anju.domains.statistics.counts.data.counts import CountAnswer, DivisionCount
from anju.domains.statistics.counts.rules.editions import (
    LEVELS,
    born_between,
    edition_number,
    edition_of,
    protected_counts,
)
from anju.domains.statistics.disclosure.rules.keys import person_keys
from anju.foundation.actor import Actor, system
from anju.foundation.clock import CHINA, local_date
from anju.foundation.crypto import blind_indexes
from anju.foundation.db.replica import reading
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Refused

SERVICE = "school_age_count"
CONTEXT = "statistics.counts"
KEPT = 100 * 24 * 3600
"""Seconds an edition's figures are kept; counted anew they are the same."""
_CHILDREN = """SELECT s.person_id, left(s.region, 12) FROM register_stay s JOIN people_person p ON p.id = s.person_id
    WHERE s.habitual AND s.period @> %s::date AND s.recorded_at <= %s
        AND (s.superseded_at IS NULL OR s.superseded_at > %s) AND p.birth_date > %s AND p.birth_date <= %s
    ORDER BY s.person_id"""


def school_age_counts(
    agreement: str,
    divisions: Sequence[str],
    *,
    year: int | None,
    actor: Actor,
    at: datetime,
) -> CountAnswer:
    """How many children of school age in `year` live in each of these divisions, in this quarter's edition.

    Each division counts as a question. `Refused` ``answer_…`` as the agreement says, ``answer_parameter`` for a code
    that is no county, street or community of the agreement's division.
    """
    today = local_date(at)
    asked = year or today.year
    if not today.year <= asked <= today.year + 1:
        raise Refused("answer_parameter", id="", parameter="year")
    region = answers.use_for_counts(
        agreement, SERVICE, questions=len(divisions), actor=actor, at=at
    )
    wanted = [answers.prefix_of(code) for code in divisions]
    if any(len(code) not in LEVELS or not code.startswith(region) for code in wanted):
        raise Refused("answer_parameter", id="", parameter="divisions")
    edition = edition_of(today)
    figures = _edition(edition, asked)
    counts = [DivisionCount(code, figures.get(code, 0)) for code in wanted]
    return CountAnswer(edition, asked, tuple(counts))


def _edition(edition: date, year: int) -> dict[str, int]:
    key = f"counts:{SERVICE}:{edition}:{year}"
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        kept = _counted(edition, year)
        cache.set(key, kept, KEPT)
    return kept


def _counted(edition: date, year: int) -> dict[str, int]:
    """All children of the register, so that the sums of the whole tree hold."""
    ages = answers.services()["school_age_in_divisions"].ages
    if ages is None:
        return {}
    after, until = born_between(
        year, first=ages.first, below=ages.below, month=ages.month, day=ages.day
    )
    known = datetime.combine(edition, time(), CHINA)
    with acting(system("statistics.counts")), reading():
        found = rows(_CHILDREN, [edition, known, known, after, until])
    keys = person_keys([k or b"" for k in blind_indexes([str(p) for p, _ in found], CONTEXT)])
    return protected_counts([c for _, c in found], keys, edition=edition_number(edition, year))
