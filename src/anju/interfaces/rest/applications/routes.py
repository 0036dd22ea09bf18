"""``/permit-applications``: what waits, one of them, begin, hand in, decide, take back."""

from __future__ import annotations

from typing import Annotated

from ninja import Path, Router

from anju.domains.permits.api import applications as permits
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.rest import pages
from anju.interfaces.rest.applications.schemas import (
    Application,
    Applications,
    Begun,
    Decided,
    Decision,
    Line,
    Outlook,
    Reason,
    Start,
    Submission,
    application_schema,
    outlook_schema,
)
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem
from anju.interfaces.rest.people.routes import visible

router = Router()
Sort = Annotated[str, "mine, community, street, station, incomplete, late or closed"]
Person = Annotated[int, Path(description="The person's id.", ge=1)]


@router.get(
    "/permit-applications", response={200: Applications, ERRORS: Problem}, summary="What waits"
)
def waiting(
    request: TokenRequest, x_purpose: Purpose = None, sort: Sort = "mine", page: int = 1
) -> Applications:
    """Applications in the token's area, fifty a page, nearest deadline first; `counts` of every sort."""
    actor = for_people(request, x_purpose, "permit.see")
    found = permits.queue(
        actor,
        at=request.at,
        sort=sort if sort in permits.SORTS else "mine",
        page=max(1, min(page, 10_000)),
    )
    audit.record_read(
        actor,
        person_ids=[line.person_id for line in found.lines],
        fields=("permit",),
        action="api.applications",
        at=request.at,
    )
    return Applications(
        items=[Line.of(line) for line in found.lines], total=found.total, counts=dict(found.counts)
    )


@router.get(
    "/permit-applications/{application_id}",
    response={200: Application, ERRORS: Problem},
    summary="One",
)
def one(request: TokenRequest, application_id: pages.Id, x_purpose: Purpose = None) -> Application:
    """One application with its decisions and its notice. Supporting documents are not handed out here."""
    actor = for_people(request, x_purpose, "permit.see")
    return _one(actor, application_id, request)


@router.get(
    "/people/{person_id}/permit-outlook",
    response={200: Outlook, ERRORS: Problem},
    summary="What is needed",
)
def outlook(request: TokenRequest, person_id: Person, x_purpose: Purpose = None) -> Outlook:
    """What a first application would need, what proves it already, and from which day it makes sense."""
    actor, seen = for_people(request, x_purpose, "permit.see"), visible(person_id)
    found = permits.outlook(seen.id, at=request.at)
    audit.record_read(
        actor, person_ids=[seen.id], fields=("permit",), action="api.outlook", at=request.at
    )
    return outlook_schema(found)


@router.post("/permit-applications", response={200: Begun, ERRORS: Problem}, summary="Begin")
def begin(request: TokenRequest, body: Start) -> Begun:
    """Begin a first application for a person, or go on with the one under way."""
    made = permits.start(body.person, actor=request.actor, at=request.at)
    found = permits.application(made)
    return Begun(
        id=made,
        number=found.view.number if found else "",
        state=found.view.state.value if found else "",
    )


@router.post(
    "/permit-applications/{application_id}/submission",
    response={200: Application, ERRORS: Problem},
    summary="Hand in",
)
def hand_in(request: TokenRequest, application_id: pages.Id, body: Submission) -> Application:
    """Submit: accepted, or everything missing requested in the one notice."""
    permits.submit(
        application_id,
        answers={"ethnicity": body.ethnicity},
        identity_shown=body.identity_shown,
        actor=request.actor,
        at=request.at,
    )
    return _one(request.actor, application_id, request)


@router.post(
    "/permit-applications/{application_id}/decision",
    response={200: Decided, ERRORS: Problem},
    summary="Decide",
)
def decide(request: TokenRequest, application_id: pages.Id, body: Decision) -> Decided:
    """Approve or refuse at the stage that is due, having seen that `version`; 409 when somebody was first."""
    outcome = permits.decide(
        application_id,
        decision=permits.StageDecision(body.decision),
        seen=body.version,
        reasons=body.reasons,
        note=body.note,
        actor=request.actor,
        at=request.at,
    )
    return Decided(
        state=outcome.state.value,
        stage=outcome.stage.value if outcome.stage else None,
        waits_for_second=outcome.waits_for_second,
        permit=outcome.permit_id,
    )


@router.post(
    "/permit-applications/{application_id}/withdrawal",
    response={200: Application, ERRORS: Problem},
    summary="Take back",
)
def withdraw(request: TokenRequest, application_id: pages.Id, body: Reason) -> Application:
    """Take it back; staff say in `note` what the person said."""
    permits.withdraw(application_id, note=body.note, actor=request.actor, at=request.at)
    return _one(request.actor, application_id, request)


def _one(actor: Actor, application_id: int, request: TokenRequest) -> Application:
    found = permits.application(application_id)
    if found is None:
        raise NotFound("application_unknown", id=application_id)
    audit.record_read(
        actor,
        person_ids=[found.view.person_id],
        fields=("permit",),
        action="api.application",
        at=request.at,
    )
    return application_schema(found)
