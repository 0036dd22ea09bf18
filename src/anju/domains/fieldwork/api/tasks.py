"""What waits at the doors of an area, and the visits that settle it."""

from anju.domains.fieldwork.sync.data.operations import Visited
from anju.domains.fieldwork.tasks.data.campaigns import (
    MOST_ITEMS,
    CampaignPlan,
    CampaignView,
    Coverage,
    Phase,
    Scope,
)
from anju.domains.fieldwork.tasks.data.rounds import (
    MOST_DOORS,
    Count,
    HomeTasks,
    Waiting,
)
from anju.domains.fieldwork.tasks.data.tasks import Cause, Renewed, TaskState, TaskView
from anju.domains.fieldwork.tasks.data.visits import (
    LONGEST_NOTE,
    Basis,
    PartOfDay,
    Proposal,
    QuietHours,
    VisitDone,
    VisitView,
)
from anju.domains.fieldwork.tasks.operations.campaigns import (
    RUN,
    close_campaign,
    open_campaign,
)
from anju.domains.fieldwork.tasks.operations.renewing import renew_tasks
from anju.domains.fieldwork.tasks.operations.visiting import (
    UNDO_WITHIN,
    record_visit,
    withdraw_visit,
)
from anju.domains.fieldwork.tasks.queries.campaigns import (
    campaign,
    campaigns,
    coverage,
    items_of,
)
from anju.domains.fieldwork.tasks.queries.doors import (
    LATE,
    WEEK,
    Round,
    RoundStop,
    open_doors,
    open_tasks,
    round_of_today,
    task_counts,
)
from anju.domains.fieldwork.tasks.queries.experience import quiet_hours, what_next
from anju.domains.fieldwork.tasks.queries.on_map import area_tasks, tasks_at_buildings
from anju.domains.fieldwork.tasks.queries.sources import BY_VISIT
from anju.domains.fieldwork.tasks.queries.visits import own_latest, visits_at
from anju.domains.fieldwork.tasks.rules.proposing import is_quiet

__all__ = [
    "BY_VISIT",
    "LATE",
    "LONGEST_NOTE",
    "MOST_DOORS",
    "MOST_ITEMS",
    "RUN",
    "UNDO_WITHIN",
    "WEEK",
    "Basis",
    "CampaignPlan",
    "CampaignView",
    "Cause",
    "Count",
    "Coverage",
    "HomeTasks",
    "PartOfDay",
    "Phase",
    "Proposal",
    "QuietHours",
    "Renewed",
    "Round",
    "RoundStop",
    "Scope",
    "TaskState",
    "TaskView",
    "VisitDone",
    "VisitView",
    "Visited",
    "Waiting",
    "area_tasks",
    "campaign",
    "campaigns",
    "close_campaign",
    "coverage",
    "is_quiet",
    "items_of",
    "open_campaign",
    "open_doors",
    "open_tasks",
    "own_latest",
    "quiet_hours",
    "record_visit",
    "renew_tasks",
    "round_of_today",
    "task_counts",
    "tasks_at_buildings",
    "visits_at",
    "what_next",
    "withdraw_visit",
]
