"""Weekly rosters of employers: who owes one, turnover week by week, contracts that end, reminders."""

from anju.domains.register.population.queries.workforce import leavers
from anju.domains.register.rosters.data import (
    ARRIVED,
    DUE,
    LATE,
    LATER,
    NOT_ASKED,
    SOON,
    STATES,
    EndingContract,
    RosterStanding,
    WeekTurnover,
)
from anju.domains.register.rosters.operations import (
    declare_unchanged,
    remind_late,
    remind_of_contracts,
    remind_of_roster,
    withdraw_unchanged,
)
from anju.domains.register.rosters.queries import (
    JobCounts,
    contract_counts,
    employer_overview,
    ending_contracts,
    roster_standings,
)

__all__ = [
    "ARRIVED",
    "DUE",
    "LATE",
    "LATER",
    "NOT_ASKED",
    "SOON",
    "STATES",
    "EndingContract",
    "JobCounts",
    "RosterStanding",
    "WeekTurnover",
    "contract_counts",
    "declare_unchanged",
    "employer_overview",
    "ending_contracts",
    "leavers",
    "remind_late",
    "remind_of_contracts",
    "remind_of_roster",
    "roster_standings",
    "withdraw_unchanged",
]
