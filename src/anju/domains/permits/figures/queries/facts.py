"""What is counted of permits: an application or a transition on one day in one region.

The region is that of the day, kept with the transition, so that a past month does not change when a holder moves.
"""

from __future__ import annotations

from anju.foundation.facts import Dimension, Fact

KINDS = {
    "issued": ("made",),
    "on_time": ("made",),
    "endorsed": ("endorsed",),
    "restored": ("restored",),
    "suspended": ("suspended",),
    "cancelled": ("cancelled", "withdrawn", "expired"),
}
"""Measure → the transitions it counts."""

_SUBMITTED = "least(a.accepted_at, n.at)"
_MIDNIGHT = "{{{day}}}::timestamp AT TIME ZONE 'Asia/Shanghai'"

APPLIED = Fact(
    code="applied",
    about="application",
    source="permits_application a LEFT JOIN permits_missing_notice n ON n.application_id = a.id",
    key="a.id",
    region="coalesce(a.moves #>> '{{0,from,0}}', a.region) COLLATE \"C\"",
    where=f"a.kind = 'first' AND a.created_at < {_MIDNIGHT.format(day='after')} "
    f"AND {_SUBMITTED} >= {_MIDNIGHT.format(day='since')} AND {_SUBMITTED} < {_MIDNIGHT.format(day='after')}",
    day=f"({_SUBMITTED} AT TIME ZONE 'Asia/Shanghai')::date",
    dimensions={
        "month": Dimension(f"to_char({_SUBMITTED} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')")
    },
)
"""A first application, on the day on which it was submitted; a draft is none, nor what ended as one."""

_HOLDS = """NOT EXISTS (SELECT FROM permits_permit_event u WHERE u.permit_id = e.permit_id AND u.kind = 'undone'
    AND u.detail ->> 'undid' = e.id::text)"""
_IN_TIME = """EXISTS (SELECT FROM permits_permit_event c JOIN permits_application a ON a.id = c.application_id
    WHERE c.permit_id = e.permit_id AND c.kind = 'created' AND a.due_at >= e.at)"""


def _transition(measure: str) -> Fact:
    kinds = ", ".join(f"'{kind}'" for kind in KINDS[measure])
    where = (
        f"e.kind IN ({kinds}) AND e.effective >= {{since}} AND e.effective < {{after}} AND {_HOLDS}"
    )
    return Fact(
        code=measure,
        about="permit",
        source="permits_permit_event e JOIN permits_permit p ON p.id = e.permit_id",
        key="p.id",
        region="coalesce(e.detail ->> 'region', p.region) COLLATE \"C\"",
        where=f"{where} AND {_IN_TIME}" if measure == "on_time" else where,
        day="e.effective",
        dimensions={"month": Dimension("to_char(e.effective, 'YYYY-MM')")},
    )


FACTS = (APPLIED, *(_transition(measure) for measure in KINDS))
"""A transition of a permit that was not taken back. issued: its first card was made; on_time: before its statutory day;
endorsed: in time; restored: late; cancelled: also withdrawn and expired."""
BY_MEASURE = {fact.code: fact for fact in FACTS}
