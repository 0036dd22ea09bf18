"""What is counted of rentals on file."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.statements import rows
from anju.foundation.facts import Dimension, Fact

RENTAL = Fact(
    code="rental",
    about="rental",
    source="housing_rental r",
    key="r.id",
    region="r.region",
    where="r.state <> 'withdrawn' AND r.since <= {day} AND (r.ended_on IS NULL OR r.ended_on > {day}) "
    "AND r.recorded_at < ({after}::timestamp AT TIME ZONE 'Asia/Shanghai')",
    dimensions={
        "letter": Dimension(
            "CASE WHEN EXISTS (SELECT FROM housing_signature g WHERE g.rental_id = r.id "
            "AND g.at < ({after}::timestamp AT TIME ZONE 'Asia/Shanghai')) THEN 'yes' ELSE 'no' END"
        )
    },
)
"""A lease on file that had begun and not ended by the day. `letter`: whether its letter of responsibility was
signed."""

FACTS = (RENTAL,)


def rental_homes(rental_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Number and home of these leases, as far as the transaction sees them. One query."""
    found = rows(
        "SELECT id, number, home_id FROM housing_rental WHERE id = ANY(%s)", [list(rental_ids)]
    )
    return {rental: (number, home) for rental, number, home in found}
