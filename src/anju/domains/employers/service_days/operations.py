"""Announcing a service day and every step after it. Each call locks the day once, asks the table of steps, and writes
step and audit row together; the employer hears of what the office does in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.domains.employers.filing.data import EmployerView
from anju.domains.employers.filing.operations import tell
from anju.domains.employers.filing.queries import employers
from anju.domains.employers.service_days.data import (
    OFFICE_STEPS,
    DayPlan,
    DayState,
    DayStep,
    ServiceDayView,
)
from anju.domains.employers.service_days.models import ServiceDay, ServiceDayEventRow
from anju.domains.employers.service_days.queries import service_day
from anju.domains.employers.service_days.rules import after, require_plan
from anju.domains.employers.sites.models import Site
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.foundation.request_keys import require_key

KIND = "employer.service_day"
MESSAGES: dict[DayStep, tuple[str, str]] = {
    DayStep.ANNOUNCED: (
        "{office}定于 {day} {begins} 到“{place}”为员工现场服务，请在“单位服务日”确认。",
        "{office} will serve your staff at “{place}” on {day} from {begins}. Please confirm it on your page.",
    ),
    DayStep.CHANGED: (
        "现场服务改为 {day} {begins}，地点“{place}”，请在“单位服务日”重新确认。",
        "The service day is now on {day} from {begins} at “{place}”. Please confirm it again on your page.",
    ),
    DayStep.CANCELLED: (
        "原定 {day} 在“{place}”的现场服务已取消：{text}",
        "The service day of {day} at “{place}” is cancelled: {text}",
    ),
    DayStep.RESTORED: (
        "{day} {begins} 在“{place}”的现场服务照常进行，请在“单位服务日”确认。",
        "The service day of {day} from {begins} at “{place}” takes place after all. Please confirm it on your page.",
    ),
}
"""What the employer hears of the office's steps."""


def announce_service_day(
    employer_id: int, plan: DayPlan, *, key: str, actor: Actor, at: datetime
) -> ServiceDayView:
    """Announce a day at an employer or at one of its sites. The same `key` again changes nothing.

    By staff with `employer.edit` where it is. Raises `NotFound` ``employer_unknown``, ``site_unknown``; `NotAllowed`;
    `Refused` what `require_plan` raises, ``service_day_site`` for a site that is not open then, ``key_unusable``.
    """
    require_key(key)
    employer = employers([employer_id]).get(employer_id)
    if employer is None:
        raise NotFound("employer_unknown", id=employer_id)
    with transaction.atomic():
        region = _region(employer, plan)
        actor.require("employer.edit", region=region)
        before = ServiceDay.objects.filter(by_user=actor.user_id, key=key).first()
        if before is None:
            require_plan(plan, today=local_date(at))
            before = ServiceDay.objects.create(
                employer_id=employer_id,
                region=region,
                **_columns(plan),
                state=DayState.ANNOUNCED.value,
                key=key,
                by_user=actor.user_id,
                by_label=actor.label[:100],
                recorded_at=at,
            )
            _write(before, DayStep.ANNOUNCED, "", key, actor, at, employer=employer)
    return service_day(before.pk)


def change_service_day(
    day_id: int, plan: DayPlan, *, key: str, actor: Actor, at: datetime
) -> ServiceDayView:
    """Another day, other hours, another place: the employer confirms anew. Raises as `announce_service_day`, `NotFound`
    ``service_day_unknown`` and `Conflict` ``service_day_step``."""
    require_key(key)
    with transaction.atomic():
        row = _locked(day_id, actor, DayStep.CHANGED)
        if row.events.filter(key=key).exists():
            return service_day(day_id)
        employer = employers([row.employer_id])[row.employer_id]
        require_plan(plan, today=local_date(at))
        actor.require("employer.edit", region=_region(employer, plan))
        before = row.state
        row.state = after(
            DayStep.CHANGED, DayState(before), day=plan.day, today=local_date(at)
        ).value
        for name, value in _columns(plan).items():
            setattr(row, name, value)
        row.region = _region(employer, plan)
        row.save()
        _write(row, DayStep.CHANGED, before, key, actor, at, employer=employer)
    return service_day(day_id)


def step_service_day(
    day_id: int, step: DayStep, *, text: str = "", key: str, actor: Actor, at: datetime
) -> ServiceDayView:
    """The employer confirms or declines (with a word why), the office cancels (with a word why) or restores. The same
    `key`, or a step into the state it has, changes nothing.

    Raises `NotFound` ``service_day_unknown``; `NotAllowed`; `Conflict` ``service_day_step``; `Refused`
    ``service_day_past``, ``service_day_reason``, ``text_long``, ``key_unusable``.
    """
    require_key(key)
    if step in (DayStep.ANNOUNCED, DayStep.CHANGED):
        raise Refused("service_day_step")
    with transaction.atomic():
        row = _locked(day_id, actor, step)
        before = row.state
        if row.events.filter(key=key).exists():
            return service_day(day_id)
        following = after(step, DayState(before), day=row.day, today=local_date(at), text=text)
        row.state = following.value
        row.save(update_fields=["state"])
        employer = employers([row.employer_id])[row.employer_id]
        _write(row, step, before, key, actor, at, text=text.strip(), employer=employer)
    return service_day(day_id)


def _columns(plan: DayPlan) -> dict[str, object]:
    return {
        "site_id": plan.site_id,
        "day": plan.day,
        "begins": plan.begins,
        "ends": plan.ends,
        "services": list(dict.fromkeys(plan.services)),
        "place": plan.place.strip(),
        "seats": plan.seats,
        "note": plan.note.strip(),
    }


def _region(employer: EmployerView, plan: DayPlan) -> str:
    """Where the day takes place."""
    if plan.site_id is None:
        return employer.region
    site = Site.objects.filter(id=plan.site_id, employer_id=employer.id, removed_at=None).first()
    if site is None:
        raise NotFound("site_unknown")
    if plan.day < site.since or (site.until is not None and plan.day > site.until):
        raise Refused("service_day_site")
    return str(site.region)


def _office(region: str) -> str:
    """The street or town that serves there."""
    town = f"{region[:9]}000"
    return regions.names([town]).get(town, "")


def _locked(day_id: int, actor: Actor, step: DayStep) -> ServiceDay:
    """The day, if the actor may take this step: the office its own, the employer the others, staff also for it."""
    row = ServiceDay.objects.select_for_update().filter(id=day_id).first()
    if row is None:
        raise NotFound("service_day_unknown")
    own = actor.may("employer.edit", party=f"employer:{row.employer_id}")
    if step in OFFICE_STEPS or not own:
        actor.require("employer.edit", region=row.region)
    return row


def _write(
    row: ServiceDay,
    step: DayStep,
    before: str,
    key: str,
    actor: Actor,
    at: datetime,
    *,
    employer: EmployerView,
    text: str = "",
) -> None:
    ServiceDayEventRow.objects.create(
        service_day=row,
        step=step.value,
        from_state=before,
        to_state=row.state,
        text=text,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    audit.record_write(
        actor,
        action="employer.service_day",
        subject_kind="service_day",
        subject_id=row.pk,
        at=at,
        detail={"step": step.value, "employer": row.employer_id},
    )
    if step in MESSAGES:
        named = {
            "office": _office(row.region),
            "day": row.day,
            "begins": f"{row.begins:%H:%M}",
            "place": row.place,
            "text": text,
        }
        tell(employer, KIND, MESSAGES[step], at=at, named=named, context={"service_day": row.pk})
