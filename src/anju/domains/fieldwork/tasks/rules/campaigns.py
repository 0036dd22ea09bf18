"""What a plan of a campaign must be like."""

from __future__ import annotations

from itertools import pairwise

from anju.domains.fieldwork.tasks.data.campaigns import (
    LONGEST_ITEM,
    LONGEST_NAME,
    MOST_ITEMS,
    MOST_PHASES,
    MOST_REGIONS,
    CampaignPlan,
)


def fault(plan: CampaignPlan) -> str:
    """The code of what is wrong with a plan; "" where nothing is."""
    if not 0 < len(plan.name) <= LONGEST_NAME:
        return "campaign_name"
    if not 0 < len(plan.regions) <= MOST_REGIONS:
        return "campaign_regions"
    if not 0 < len(plan.phases) <= MOST_PHASES or not all(p.name for p in plan.phases):
        return "campaign_phases"
    if plan.phases[0].last < plan.first or any(b.last <= a.last for a, b in pairwise(plan.phases)):
        return "campaign_days"
    if not all(0 < p.target <= 100 for p in plan.phases) or any(
        b.target < a.target for a, b in pairwise(plan.phases)
    ):
        return "campaign_targets"
    if len(plan.items) > MOST_ITEMS or not all(0 < len(i) <= LONGEST_ITEM for i in plan.items):
        return "campaign_items"
    return ""
