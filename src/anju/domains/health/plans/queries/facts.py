"""What the rates of mother and child are made of. Everything is counted in districts, never in smaller places, and no
row of it leads to anybody."""

from __future__ import annotations

from anju.foundation.facts import Dimension, Fact

_DISTRICT = "left(c.region, 6)"
_STANDS = "c.joined_to_id IS NULL"
FACTS = (
    Fact(
        "care_birth",
        "care",
        "health_child c",
        "c.id",
        _DISTRICT,
        f"{_STANDS} AND c.born >= {{since}} AND c.born < {{after}}",
        day="c.born",
    ),
    Fact(
        "care_child",
        "care",
        "health_child c",
        "c.id",
        _DISTRICT,
        f"{_STANDS} AND c.state = 'active' AND c.born < {{after}} "
        "AND c.born > {day} - interval '7 years'",
    ),
    Fact(
        "care_done",
        "care",
        "health_tally t",
        "t.who",
        "t.region",
        "t.day >= {since} AND t.day < {after}",
        day="t.day",
        distinct=True,
        dimensions={"what": Dimension("t.code")},
    ),
)
