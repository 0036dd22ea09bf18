"""Opening a campaign, and closing it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from anju.domains.fieldwork.tasks.data.campaigns import CampaignPlan, CampaignView
from anju.domains.fieldwork.tasks.data.tasks import Cause, TaskState
from anju.domains.fieldwork.tasks.models import Campaign, Task
from anju.domains.fieldwork.tasks.queries.campaigns import campaign_view
from anju.domains.fieldwork.tasks.rules.campaigns import fault
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

RUN = "campaign.run"
CHANGED = "fieldwork.campaign_changed"


def open_campaign(plan: CampaignPlan, *, key: str, actor: Actor, at: datetime) -> CampaignView:
    """Begin a campaign: from its first day on there is a task at each of its doors. The same `key` again is answered
    with the campaign that it made.

    Needs `campaign.run` in each of its regions. `Refused` with the code of what is wrong (`rules.campaigns`).
    """
    plan = replace(
        plan,
        name=plan.name.strip(),
        regions=tuple(sorted(r for r in plan.regions if not _inside(r, plan.regions))),
        items=tuple(t for i in plan.items if (t := i.strip())),
    )
    require_no_identity_number(plan.name, *plan.items)
    if code := fault(plan):
        raise Refused(code)
    for region in plan.regions:
        actor.require(RUN, region=region)
    with transaction.atomic():
        row, made = Campaign.objects.get_or_create(
            made_by=actor.user_id or 0,
            made_key=key,
            defaults={
                "name": plan.name,
                "regions": list(plan.regions),
                "scope": plan.scope,
                "reference": plan.reference,
                "first": plan.first,
                "phases": [
                    {"name": p.name, "last": p.last.isoformat(), "target": p.target}
                    for p in plan.phases
                ],
                "items": list(plan.items),
                "made_label": actor.label,
                "made_at": at,
            },
        )
        if made:
            _record(actor, "campaign.open", row, at)
    return campaign_view(row)


def close_campaign(campaign_id: int, *, actor: Actor, at: datetime) -> CampaignView:
    """End a campaign: what is still open at its doors ends, and its report stands. Needs `campaign.run` in all of its
    regions. `NotFound` ``campaign_unknown``; `Conflict` ``campaign_closed``."""
    with transaction.atomic():
        row = Campaign.objects.select_for_update().filter(id=campaign_id).first()
        if row is None:
            raise NotFound("campaign_unknown")
        for region in row.regions:
            actor.require(RUN, region=region)
        if row.closed_at is not None:
            raise Conflict("campaign_closed")
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        Task.objects.filter(cause=Cause.CAMPAIGN, key=str(row.id), state=TaskState.OPEN).update(
            state=TaskState.ENDED, closed_at=at
        )
        _record(actor, "campaign.close", row, at)
    return campaign_view(row)


def _inside(region: str, others: tuple[str, ...]) -> bool:
    return any(region != o and region.startswith(o) for o in others)


def _record(actor: Actor, action: str, row: Campaign, at: datetime) -> None:
    record_write(
        actor,
        action=action,
        subject_kind="campaign",
        subject_id=row.id,
        at=at,
        detail={"regions": list(row.regions)},
    )
    events.emit(CHANGED, {"campaign": row.id}, at=at)
