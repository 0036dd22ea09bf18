"""Whose records a rule may judge otherwise than on an earlier day, because days passed and nothing else happened."""
# ruff: noqa: S608 - statements are put together of constants of this module

from __future__ import annotations

_DAYS = "%(before)s::date", "%(today)s::date"


def _crossed(value: str, back: str = "") -> str:
    """The day lies after the one before, or is today; both moved back."""
    before, today = (f"({day}{back})" for day in _DAYS)
    return f"({value} > {before} AND {value} <= {today})"


def _passed(value: str, back: str = "") -> str:
    """The day has passed since, and had not then; both moved back."""
    before, today = (f"({day}{back})" for day in _DAYS)
    return f"({value} >= {before} AND {value} < {today})"


def _instant(value: str, back: str) -> str:
    before, today = (f"(({day}{back}) AT TIME ZONE 'Asia/Shanghai')" for day in _DAYS)
    return f"({value} >= {before} AND {value} < {today})"


_MONTHS = " - make_interval(months => %(stay_old_months)s)"
PERSONS_BY_DAY = (
    f"""SELECT person_id FROM register_stay WHERE superseded_at IS NULL AND ({_crossed("lower(period)")}
        OR {_crossed("upper(period)")} OR {_passed("leave_due", " - %(move_out_over_days)s")}
        OR {_instant("recorded_at", _MONTHS)})""",
    f"""SELECT person_id FROM register_job WHERE superseded_at IS NULL AND ({_crossed("lower(period)")}
        OR {_crossed("upper(period)")} OR {_crossed("lower(period)", " - %(job_no_home_days)s")}
        OR {_passed("contract_end", " - %(contract_over_days)s")})""",
    f"SELECT person_id FROM people_document WHERE live AND {_passed('valid_to')}",
    f"""SELECT id FROM people_person WHERE {_crossed("birth_date")}
        OR {_crossed("birth_date", " - make_interval(years => %(birth_unlikely_years)s)")}""",
)
"""Persons; each a query over one table."""
HOMES_BY_DAY = (
    f"SELECT home_id FROM fieldwork_visit WHERE {_instant('visited_at', _MONTHS)} AND withdrawn_at IS NULL",
)
"""Homes."""
