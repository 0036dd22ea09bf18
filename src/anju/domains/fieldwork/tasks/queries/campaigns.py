"""Campaigns, the homes they are about, and how far they have come, place by place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from anju.domains.fieldwork.tasks.data.campaigns import (
    CampaignPlan,
    CampaignView,
    Coverage,
    Phase,
    Scope,
)
from anju.domains.fieldwork.tasks.data.tasks import Cause, Wanted
from anju.domains.fieldwork.tasks.models import Campaign
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound

SEE = "home.see"
MOST_HOMES = 1_000_000


def campaign_view(row: Campaign) -> CampaignView:
    """A campaign as a value."""
    phases = tuple(
        Phase(p["name"], date.fromisoformat(p["last"]), int(p["target"])) for p in row.phases
    )
    plan = CampaignPlan(
        row.name,
        tuple(row.regions),
        Scope(row.scope),
        row.reference,
        row.first,
        phases,
        tuple(row.items),
    )
    return CampaignView(row.id, plan, row.made_label, row.made_at, row.closed_at)


def campaigns(actor: Actor) -> list[CampaignView]:
    """Campaigns that touch the actor's regions, the open ones and the latest first. Needs `home.see`. One query."""
    mine = actor.regions(SEE)
    found = [campaign_view(r) for r in Campaign.objects.order_by("-first", "-id")]
    seen = [c for c in found if any(_touches(r, mine) for r in c.plan.regions)]
    return sorted(seen, key=lambda c: c.closed_at is not None)


def campaign(actor: Actor, campaign_id: int) -> CampaignView:
    """One campaign that touches the actor's regions. `NotFound` ``campaign_unknown``."""
    row = Campaign.objects.filter(id=campaign_id).first()
    mine = actor.regions(SEE)
    if row is None or not any(_touches(r, mine) for r in row.regions):
        raise NotFound("campaign_unknown")
    return campaign_view(row)


def _touches(region: str, mine: Sequence[str]) -> bool:
    return any(region.startswith(m) or m.startswith(region) for m in mine)


def wanted(homes: Sequence[int] | None, at: datetime) -> list[Wanted]:
    """The doors of all campaigns that have begun and are open: one task a home and campaign."""
    today = local_date(at)
    found: list[Wanted] = []
    for row in Campaign.objects.filter(closed_at=None, first__lte=today):
        plan = campaign_view(row).plan
        due = next((p.last for p in plan.phases if today <= p.last), plan.last)
        found += [Wanted(h, str(row.id), due) for h in _homes_of(plan, homes, today)]
    return found


def _homes_of(plan: CampaignPlan, homes: Sequence[int] | None, today: date) -> list[int]:
    inside = tuple(plan.regions)
    if plan.scope is Scope.LET:
        let = register.let_homes(today=today, homes=homes)
        return [h.home_id for h in let if h.region.startswith(inside)]
    if homes is None:
        return [h.id for h in places.homes_of_regions(inside, limit=MOST_HOMES)]
    return [h.id for h in places.homes(homes).values() if h.region.startswith(inside)]


_BOARD = """SELECT left(t.region, %s), count(*), count(*) FILTER (WHERE v.outcome = 'met'),
    count(*) FILTER (WHERE v.outcome = 'moved'), count(*) FILTER (WHERE v.outcome = 'declined'),
    count(*) FILTER (WHERE t.state = 'open' AND l.tried), count(*) FILTER (WHERE t.state = 'open' AND NOT l.tried)
    FROM fieldwork_task t LEFT JOIN fieldwork_visit v ON v.id = t.visit_id
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM fieldwork_visit o WHERE o.home_id = t.home_id
        AND o.withdrawn_at IS NULL AND o.visited_at >= t.opened_at) AS tried) l
    WHERE t.cause = %s AND t.key = %s AND (t.state <> 'ended' OR t.closed_at = %s) GROUP BY 1 ORDER BY 1"""


def coverage(view: CampaignView, *, digits: int = 12) -> list[Coverage]:
    """How far a campaign has come in each community (or, with 15 `digits`, grid), as far as the transaction sees. What
    was open when it was closed counts as not done. One query."""
    closed = view.closed_at
    found = rows(_BOARD, [digits, Cause.CAMPAIGN, str(view.id), closed])
    return [_coverage(r, ended=closed is not None) for r in found]


def _coverage(row: Sequence[Any], *, ended: bool) -> Coverage:
    region, doors, met, moved, declined, tried, untouched = row
    if ended:  # what was left open ended with the campaign
        tried = 0
        untouched = doors - met - moved - declined
    return Coverage(region, doors, met, moved, declined, tried, untouched)


def items_of(campaign_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """What is looked at at each door of these campaigns. One query."""
    found = rows(
        "SELECT id, items FROM fieldwork_campaign WHERE id = ANY(%s)", [list(campaign_ids)]
    )
    return {i: tuple(json.loads(t) if isinstance(t, str) else t) for i, t in found}
