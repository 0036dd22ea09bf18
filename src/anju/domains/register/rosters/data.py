"""Frozen values of weekly rosters, turnover and contracts that end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

NOT_ASKED, ARRIVED, DUE, LATE = "not_asked", "arrived", "due", "late"
STATES = (LATE, DUE, ARRIVED, NOT_ASKED)
"""How an employer stands with this week's roster."""
ROSTER, CONTRACT = "roster", "contract"
REMINDERS = (ROSTER, CONTRACT)
"""What an employer is reminded of."""
WEEKS = 12
"""Weeks of a turnover."""
SOON, LATER = 30, 60
"""Days ahead in which contracts that end are listed."""


@dataclass(frozen=True, slots=True)
class RosterStanding:
    """One employer in the week of a day. `due`: the last day for the roster, None where none is asked; `arrived_at`:
    when this week's came, or was said to be unchanged (`unchanged`); `last_at`: the latest of any week;
    `reminded_on`: the last reminder, and `reached`: to how many phones it went."""

    employer_id: int
    state: str
    week: date
    due: date | None
    arrived_at: datetime | None
    unchanged: bool
    last_at: datetime | None
    reminded_on: date | None
    reached: int


@dataclass(frozen=True, slots=True)
class WeekTurnover:
    """One week of an employer from its Monday: who began, who left, how many were at work at its end."""

    monday: date
    joined: int
    left: int
    at_work: int


@dataclass(frozen=True, slots=True)
class EndingContract:
    """Somebody at work whose contract ends, or has ended (`ends` before today), as the employer declared it."""

    person_id: int
    employer_id: int
    name: str
    position: str
    since: date
    ends: date


LATE_TEXT = (
    "贵单位本周（{first} 至 {last}）花名册尚未报送，请上传在岗名单；人员没有变化的，在单位页面点“本周无变化”即可。",
    (
        "The roster of your unit for this week ({first} to {last}) has not come. Please upload who is at work, or say "
        "on your page that nothing changed."
    ),
)
CONTRACT_TEXT = (
    "贵单位有 {n} 名员工的合同将在 {day} 前到期，请在单位页面“合同到期”查看，及时续签或办理离职。",
    "The contracts of {n} of your staff end by {day}. See the list on your page, and renew or end them in time.",
)
