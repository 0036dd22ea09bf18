"""Recording an inspection, and every step of a hazard after it. Each call locks the inspection once, asks the table of
steps, and writes steps, audit rows and events together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from anju.domains.housing.premises.data import (
    MOST_DAYS,
    STEPS,
    Answer,
    Handling,
    HazardState,
    HazardStep,
    InspectionForm,
    InspectionRecord,
    Premises,
)
from anju.domains.housing.premises.models import (
    FormVersion,
    HazardEventRow,
    HazardRow,
    Inspection,
    InspectionPhoto,
)
from anju.domains.housing.premises.operations.duties import do_duties
from anju.domains.housing.premises.queries.inspections import (
    PHOTO,
    inspection,
    inspection_forms,
    premises_of,
)
from anju.domains.housing.premises.rules.stepping import (
    after,
    require_answers,
    require_term,
    require_text,
)
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.crypto.blobs import encrypt_bytes
from anju.foundation.db.statements import next_ids, rows
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.files import cleaned
from anju.foundation.request_keys import require_key

INSPECTED_EVENT = "housing.inspected"
"""An inspection was recorded: ``inspection``, ``building``, ``home`` (or none), ``form``, ``region``."""
HAZARD_EVENT = "housing.hazard"
"""A hazard took a step: ``hazard``, ``inspection``, ``building``, ``region``, ``step``, ``from``, ``to``."""
BOUND = (BoundColumn("housing_photo", "cipher", "id", (PHOTO,), file=True),)
MOST_BACK = 30
"""Days an inspection may lie back when it is recorded."""


def record_inspection(
    premises: Premises,
    form_key: str,
    answers: Mapping[str, Answer],
    *,
    day: date,
    note: str = "",
    key: str,
    actor: Actor,
    at: datetime,
) -> InspectionRecord:
    """Record an inspection: every "no" becomes a hazard with the term of its answer, or of the form. The same `key`
    again changes nothing.

    By staff that holds `home.edit` there (`NotAllowed`). Raises `NotFound` ``inspection_form_unknown``; `Refused`
    ``inspection_day`` (`most` days back), ``inspection_unanswered`` and ``inspection_undescribed`` (`number`),
    ``inspection_answer``, ``hazard_term``, ``text_long``, ``photos_many``, ``key_unusable``, and what `cleaned` raises
    of a photograph.
    """
    _require_office(premises, actor)
    require_key(key)
    today = local_date(at)
    if not today - timedelta(days=MOST_BACK) <= day <= today:
        raise Refused("inspection_day", most=MOST_BACK)
    form = next(
        (f for f in inspection_forms(premises, day) if f.key == form_key),
        None,
    )
    if form is None:
        raise NotFound("inspection_form_unknown")
    require_text(note)
    require_answers(form, answers)
    dues = _dues(form, answers, today)
    with transaction.atomic():
        rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"inspection:{key}"])
        before = Inspection.objects.filter(by_user=actor.user_id, key=key).first()
        if before is None:
            before = _recorded(premises, form, answers, day, note, key, actor, at)
            _begin_hazards(before, form, answers, dues, actor, at)
            do_duties(before, at=at)
    return inspection(before.pk)


def _dues(
    form: InspectionForm, answers: Mapping[str, Answer], today: date
) -> dict[str, date | None]:
    dues: dict[str, date | None] = {}
    for item in form.items:
        found = answers[item.key]
        if found.answer == "no":
            days = item.days if found.days is None else found.days
            dues[item.key] = today + timedelta(days=min(max(days, 0), MOST_DAYS + 1))
            require_term(dues[item.key], today)
        elif found.answer == "fixed":
            dues[item.key] = None
    return dues


def _recorded(
    premises: Premises,
    form: InspectionForm,
    answers: Mapping[str, Answer],
    day: date,
    note: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> Inspection:
    (number,) = next_ids("housing_inspection", 1)
    row = Inspection.objects.create(
        id=number,
        building_id=premises.building_id,
        home_id=premises.home_id,
        region=premises.region,
        number=f"{premises.region[:6]}-{local_date(at):%Y%m%d}-{number:05}",
        form=_version(form),
        form_key=form.key,
        day=day,
        answers={k: a.answer for k, a in answers.items()},
        note=note.strip(),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        recorded_at=at,
    )
    audit.record_write(
        actor,
        action="housing.inspection",
        subject_kind="inspection",
        subject_id=number,
        at=at,
        detail={"building": premises.building_id, "home": premises.home_id, "form": form.key},
    )
    events.emit(
        INSPECTED_EVENT,
        {
            "inspection": number,
            "building": premises.building_id,
            "home": premises.home_id,
            "form": form.key,
            "region": premises.region,
        },
        at=at,
    )
    return row


def _version(form: InspectionForm) -> FormVersion:
    content = json.loads(json.dumps(asdict(form), default=str))
    digest = hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
    return FormVersion.objects.get_or_create(digest=digest, defaults={"content": content})[0]


def _begin_hazards(
    row: Inspection,
    form: InspectionForm,
    answers: Mapping[str, Answer],
    dues: Mapping[str, date | None],
    actor: Actor,
    at: datetime,
) -> None:
    for key, due in dues.items():
        item, found = form.item(key), answers[key]
        if item is None:
            continue
        step = HazardStep.FIXED if due is None else HazardStep.NOTICED
        hazard = HazardRow.objects.create(
            inspection=row,
            building_id=row.building_id,
            item=key,
            kind=item.hazard,
            serious=item.serious,
            state=STEPS[step].to.value,
            note=found.note.strip(),
            due=due,
            recorded_at=at,
            state_since=at,
            closed_at=at if due is None else None,
        )
        handling = Handling(hazard.pk, step, found.note, due, found.photos)
        _write_step(row, hazard, handling, "", row.key, actor, at)


def handle_hazards(
    inspection_id: int,
    handlings: Sequence[Handling],
    *,
    key: str,
    actor: Actor,
    at: datetime,
) -> InspectionRecord:
    """Take steps of hazards of one inspection, all or none: the landlord answers, the office looks again, withdraws or
    reopens. The same `key` again changes nothing.

    Steps of the office: staff that holds `home.edit` there; answers: who holds it for the party (`NotAllowed`). Raises
    `NotFound` ``inspection_unknown``, ``hazard_unknown``; `Conflict` ``hazard_step``; `Refused`
    ``hazard_text_missing``, ``hazard_term``, ``text_long``, ``photos_many``, ``key_unusable``, and what `cleaned`
    raises.
    """
    require_key(key)
    with transaction.atomic():
        row = Inspection.objects.select_for_update().filter(id=inspection_id).first()
        if row is None:
            raise NotFound("inspection_unknown")
        premises = premises_of(row.building_id, row.home_id)
        hazards = {h.pk: h for h in HazardRow.objects.filter(inspection=row)}
        for handling in handlings:
            hazard = hazards.get(handling.hazard_id)
            if hazard is None:
                raise NotFound("hazard_unknown")
            _require_party(handling.step, premises, actor)
            if not hazard.events.filter(key=key).exists():
                _take(row, hazard, handling, key, actor, at)
    return inspection(inspection_id)


def _take(
    row: Inspection, hazard: HazardRow, handling: Handling, key: str, actor: Actor, at: datetime
) -> None:
    before = HazardState(hazard.state)
    to = after(handling, before, today=local_date(at))
    hazard.state, hazard.state_since = to.value, at
    hazard.closed_at = at if to in (HazardState.CLOSED, HazardState.WITHDRAWN) else None
    if STEPS[handling.step].term:
        hazard.due = handling.due
    hazard.save(update_fields=["state", "state_since", "closed_at", "due"])
    _write_step(row, hazard, handling, before.value, key, actor, at)


def _write_step(
    row: Inspection,
    hazard: HazardRow,
    handling: Handling,
    before: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    step = STEPS[handling.step]
    event = HazardEventRow.objects.create(
        hazard=hazard,
        step=handling.step.value,
        from_state=before,
        to_state=hazard.state,
        office=step.office,
        text=handling.text.strip(),
        due=handling.due if step.term else None,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    _keep_photos(event, handling.photos, at)
    change = {"step": handling.step.value, "from": before, "to": hazard.state}
    audit.record_write(
        actor,
        action="housing.hazard",
        subject_kind="inspection",
        subject_id=row.pk,
        at=at,
        detail={**change, "hazard": hazard.pk, "photos": len(handling.photos)},
    )
    events.emit(
        HAZARD_EVENT,
        {
            **change,
            "hazard": hazard.pk,
            "inspection": row.pk,
            "building": row.building_id,
            "region": row.region,
        },
        at=at,
    )


def _keep_photos(event: HazardEventRow, photos: Sequence[bytes], at: datetime) -> None:
    for number, (photo_id, data) in enumerate(
        zip(next_ids("housing_photo", len(photos)), photos, strict=True), 1
    ):
        kept, content_type = cleaned(data, pdf=False)
        InspectionPhoto.objects.create(
            id=photo_id,
            event=event,
            number=number,
            cipher=encrypt_bytes(kept, PHOTO, row=row_of(photo_id)),
            content_type=content_type,
            size=len(kept),
            sha256=hashlib.sha256(kept).digest(),
            stored_at=at,
        )


def _require_office(premises: Premises, actor: Actor) -> None:
    if not actor.may("home.see", region=premises.region):
        raise NotFound("home_unknown" if premises.home_id is not None else "building_unknown")
    actor.require("home.edit", region=premises.region)


def _require_party(step: HazardStep, premises: Premises, actor: Actor) -> None:
    if STEPS[step].office:
        actor.require("home.edit", region=premises.region)
    elif not premises.party or not actor.may("home.edit", party=premises.party):
        raise NotAllowed(
            "not_allowed", permission="home.edit", region="", party=premises.party or ""
        )
