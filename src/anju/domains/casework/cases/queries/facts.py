"""What is counted of cases: those that were filed, those that were closed, those that are open at the end of a day."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.casework.cases.models import Case
from anju.foundation.facts import Dimension, Fact

_MIDNIGHT = "{{{day}}}::timestamp AT TIME ZONE 'Asia/Shanghai'"
_SINCE, _AFTER = _MIDNIGHT.format(day="since"), _MIDNIGHT.format(day="after")
_MATTER = Dimension("c.matter")
_CASE, _PLACE, _PERSON = "casework_case c", "c.region", "c.person_id"

CASE_FILED = Fact(
    code="case_filed",
    about="case",
    source=_CASE,
    key="c.id",
    region=_PLACE,
    where=f"c.filed_at >= {_SINCE} AND c.filed_at < {_AFTER}",
    day="(c.filed_at AT TIME ZONE 'Asia/Shanghai')::date",
    person=_PERSON,
    dimensions={"matter": _MATTER},
)
"""A case that was filed in the span."""

CASE_CLOSED = Fact(
    code="case_closed",
    about="case",
    source=_CASE,
    key="c.id",
    region=_PLACE,
    where=f"c.closed_at >= {_SINCE} AND c.closed_at < {_AFTER}",
    day="(c.closed_at AT TIME ZONE 'Asia/Shanghai')::date",
    person=_PERSON,
    dimensions={
        "matter": _MATTER,
        "case_outcome": Dimension("c.outcome"),
        "case_terms": Dimension("CASE WHEN c.terms_met = '' THEN '?' ELSE c.terms_met END"),
    },
)
"""A case that was closed in the span and is closed still. `case_terms`: whether the office met all its terms."""

CASE_OPEN = Fact(
    code="case_open",
    about="case",
    source=_CASE,
    key="c.id",
    region=_PLACE,
    where=f"c.filed_at < {_AFTER} AND (c.closed_at IS NULL OR c.closed_at >= {_AFTER})",
    person=_PERSON,
    dimensions={"matter": _MATTER},
)
"""A case that had been filed by the end of the day and not closed."""

FACTS = (CASE_FILED, CASE_CLOSED, CASE_OPEN)


def numbers_of_cases(case_ids: Sequence[int]) -> dict[int, tuple[str, int, str]]:
    """Number, person and matter of these cases, as far as the transaction sees them. One query."""
    found = Case.objects.filter(id__in=list(case_ids))
    return {
        i: (number, person, matter)
        for i, number, person, matter in found.values_list("id", "number", "person_id", "matter")
    }
