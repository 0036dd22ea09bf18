"""What the register holds that is counted: people who live here, come, leave, work here, live elsewhere.

Habitual stays never overlap, so a person lives in one place on a day, and a stay stands for a person. Sex, birth date
and origin are a person's best present reading (decision 0007): a corrected birth date counts everywhere.
"""

from __future__ import annotations

from functools import partial

from anju.foundation import codes
from anju.foundation.facts import Dimension, Fact

_PERSON = "JOIN people_person p ON p.id = s.person_id"
_ON_DAY = "(s.period @> {day}::date) IS TRUE"
_KNOWN = (
    "s.superseded_at IS NULL AND s.recorded_at <= {known}",
    "s.superseded_at IS NOT NULL AND s.recorded_at <= {known} AND s.superseded_at > {known}",
)
"""Versions that no longer hold have an index of their own."""
_recorded = partial(Fact, region="s.region", now="s.superseded_at IS NULL", known=_KNOWN)
"""A fact of a table of the ledger, `s`, whose versions are kept."""
_AGE = """CASE WHEN p.birth_date IS NULL THEN '?' ELSE
    least(extract(year FROM age({day}::date, p.birth_date))::int / 5 * 5, 85)::text END"""
"""The first year of a band of five; 85: all who are older; ``?``: not known."""

_ORIGIN_KIND = """CASE WHEN p.nationality IN ('HKG', 'MAC', 'TWN') OR left(p.origin, 2) IN ('71', '81', '82', '83')
        THEN 'hmt'
    WHEN p.nationality <> 'CHN' THEN 'abroad'
    WHEN length(p.origin) < 6 OR right(p.origin, 4) = '0000' THEN 'other'
    ELSE CASE WHEN left(p.origin, 2) = left(s.region, 2) THEN 'own_' ELSE 'far_' END
        || CASE WHEN right(p.origin, 2) COLLATE "C" BETWEEN '21' AND '50' THEN 'county' ELSE 'city' END END"""
"""As the police table divides: this province or another, city or county. GB/T 2260 numbers counties 21 to 50, districts
01 to 20 and 51 to 80, cities at the level of a county from 81: the last are cities by name and counted so."""
_ABOUT_PERSONS = {
    "sex": Dimension("p.sex", _PERSON),
    "age": Dimension(_AGE, _PERSON),
    "origin": Dimension(
        "CASE WHEN p.nationality <> 'CHN' THEN p.nationality ELSE left(p.origin, 2) END", _PERSON
    ),
}
_ABOUT_STAYS = {
    "reason": Dimension("s.reason"),
    "dwelling": Dimension("s.dwelling"),
    "channel": Dimension("s.channel"),
    **_ABOUT_PERSONS,
}

_POLICE = " ".join(
    f"WHEN '{code}' THEN '{word}'" for code, word in codes.MOVE_REASON.column("police").items()
)
_HALF, _FIVE = "interval '6 months'", "interval '5 years'"
_ABOUT_RESIDENTS = {
    **_ABOUT_STAYS,
    "police_reason": Dimension(
        f"CASE WHEN s.police_reason <> '' THEN s.police_reason ELSE CASE s.reason {_POLICE} ELSE '其他' END END"
    ),
    "intended": Dimension(
        f"""CASE WHEN s.leave_due IS NULL THEN '?' WHEN s.leave_due < lower(s.period) + {_HALF} THEN 'short'
            WHEN s.leave_due <= lower(s.period) + {_FIVE} THEN 'middle' ELSE 'long' END"""
    ),
    "lived": Dimension(
        f"""CASE WHEN {{day}}::date < lower(s.period) + {_HALF} THEN 'short'
            WHEN {{day}}::date <= lower(s.period) + {_FIVE} THEN 'middle' ELSE 'long' END"""
    ),
    "origin_kind": Dimension(_ORIGIN_KIND, _PERSON),
}
"""`police_reason`: the word of the police list that was declared, else that of the code. `intended`: from the first day
of the stay to the last day announced; `lived`: to the day asked for. Half a year and five years are the bounds of the
police table."""

RESIDENT = _recorded(
    code="resident",
    about="stay",
    source="register_stay s",
    key="s.id",
    where=f"s.habitual AND {_ON_DAY}",
    person="s.person_id",
    dimensions=_ABOUT_RESIDENTS,
)
"""A person who lives here on the day."""

_EDGES = """register_stay s CROSS JOIN LATERAL
    (VALUES ('came', lower(s.period)), ('left', upper(s.period))) AS e(way, day)"""


def _moves(way: str) -> Fact:
    return _recorded(
        code=way,
        about="stay",
        source=_EDGES,
        key="s.id",
        where="s.habitual AND e.day >= {since} AND e.day < {after}",
        day="e.day",
        crossing="s.person_id",
        way=f"e.way = '{way}'",
        dimensions=_ABOUT_STAYS,
    )


CAME, LEFT = _moves("came"), _moves("left")
"""A person who comes to the area, or leaves it, seen from the area: a move inside it is neither."""

_DELAY = """CASE WHEN o.recorded_at < ((lower(s.period) + 4)::timestamp AT TIME ZONE 'Asia/Shanghai')
    THEN 'in_time' ELSE 'late' END"""

BEGUN = _recorded(
    code="begun",
    about="stay",
    source="register_stay s",
    key="s.id",
    where="s.habitual AND lower(s.period) >= {since} AND lower(s.period) < {after}",
    day="lower(s.period)",
    dimensions={
        **_ABOUT_STAYS,
        "delay": Dimension(_DELAY, "JOIN register_stay o ON o.id = s.line"),
    },
)
"""A stay that began in the span, moves inside the area too. `delay`: whether its first version was recorded by the end
of the third day after the first day of the stay."""

WORKER = _recorded(
    code="worker",
    about="person",
    source="register_job s",
    key="s.person_id",
    where=_ON_DAY,
    distinct=True,
    dimensions=_ABOUT_PERSONS,
)
"""A person who works for an employer of the area on the day, however many jobs."""

LET_HOME = _recorded(
    code="let_home",
    about="home",
    source="register_stay s",
    key="s.home_id",
    where=f"s.habitual AND s.home_id IS NOT NULL AND {_ON_DAY}",
    distinct=True,
    dimensions={"dwelling": Dimension("s.dwelling")},
)
"""A home in which somebody lives on the day."""

_FLAG = "CASE WHEN s.{column} THEN 'yes' WHEN s.{column} IS NULL THEN '?' ELSE 'no' END"

ABSENT = _recorded(
    code="absent",
    about="person",
    source="register_absence s",
    key="s.person_id",
    where=_ON_DAY,
    distinct=True,
    dimensions={
        "destination": Dimension("left(s.destination, 2)"),
        "destination_city": Dimension("left(s.destination, 4)"),
        "left_children": Dimension(_FLAG.format(column="left_children")),
        "left_elderly": Dimension(_FLAG.format(column="left_elderly")),
        **_ABOUT_PERSONS,
    },
)
"""A person of this place who lives elsewhere on the day (流出), and who stayed behind."""

ANSWERED = Fact(
    code="answered",
    about="question",
    source="register_review s",
    key="s.id",
    region="s.region",
    where="s.decided_at >= {since}::timestamp AT TIME ZONE 'Asia/Shanghai' "
    "AND s.decided_at < {after}::timestamp AT TIME ZONE 'Asia/Shanghai'",
    day="(s.decided_at AT TIME ZONE 'Asia/Shanghai')::date",
    dimensions={
        "kind": Dimension("s.kind"),
        "delay": Dimension("CASE WHEN s.decided_at <= s.due_at THEN 'in_time' ELSE 'late' END"),
    },
)
"""A question of the register that somebody answered."""

FACTS = (RESIDENT, CAME, LEFT, BEGUN, WORKER, LET_HOME, ABSENT, ANSWERED)
