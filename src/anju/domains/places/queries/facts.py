"""What is counted of places: homes and buildings on file. They have one time only: what is known now."""

from __future__ import annotations

from anju.foundation.facts import Dimension, Fact

_ON_FILE = "{t}.recorded_at < ({{after}}::timestamp AT TIME ZONE 'Asia/Shanghai')"

HOME = Fact(
    code="home",
    about="home",
    source="places_home h",
    key="h.id",
    region="h.region",
    where=f"(h.closed_on IS NULL OR h.closed_on > {{day}}) AND {_ON_FILE.format(t='h')}",
    dimensions={
        "dwelling": Dimension("h.dwelling"),
        "holder": Dimension(
            "coalesce(o.kind, '?')", "LEFT JOIN places_holder o ON 'holder:' || o.id = h.party"
        ),
    },
)
"""A home that was on file by the end of the day and not closed."""

BUILDING = Fact(
    code="building",
    about="building",
    source="places_building b",
    key="b.id",
    region="b.region",
    where=_ON_FILE.format(t="b"),
    dimensions={"building": Dimension("b.kind")},
)
"""A building that was on file by the end of the day."""

FACTS = (HOME, BUILDING)
