"""Deciding: stage by stage, by two persons where configured, and never twice.

Community and street advise; only the station decides (Order 663, art. 8: the police accept, make and issue). An advice
against goes on to the next stage with its reasons; a refusal of the station ends the application, with
the way to object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.domains.permits.applications import rules as stages
from anju.domains.permits.applications.data import (
    REFUSALS,
    ApplicationState,
    Kind,
    Stage,
    StageDecision,
)
from anju.domains.permits.applications.models import Application, Decision, MissingNotice, Paper
from anju.domains.permits.applications.operations import accepting, application_rights, jurisdiction
from anju.domains.permits.applications.operations.applying import ethnicity_of, what_it_needs
from anju.domains.permits.applications.operations.supporting_documents import (
    date_supporting_documents,
)
from anju.domains.permits.applications.queries.outlook import live_permit
from anju.domains.permits.eligibility.data import SupportingDocumentKind
from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.lifecycle.operations.issuing import open_permit
from anju.domains.permits.production.operations.ordering import end_all
from anju.domains.permits.transitions.data.transitions import CancelReason, TransitionKind
from anju.domains.permits.transitions.operations import locked, make_transition
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

ADVISED, APPROVED, REFUSED = "permits.advised", "permits.approved", "permits.refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision: the new state; whose decision is due; a further decision is needed at
    this stage; the permit.

    `moved`: nothing was decided, because the applicant had moved meanwhile: the officer looks again."""

    state: ApplicationState
    stage: Stage | None
    waits_for_second: bool = False
    moved: bool = False
    permit_id: int | None = None


def decide(
    application_id: int,
    *,
    decision: StageDecision,
    seen: int,
    actor: Actor,
    at: datetime,
    reasons: Sequence[str] = (),
    note: str = "",
) -> Outcome:
    """Approve or refuse at the stage that is due, having seen version `seen`.

    `Conflict` ``application_decided`` (`by`, `what`) when somebody decided meanwhile, ``application_moved`` when the
    applicant moved, ``application_changed`` when something else changed; `NotAllowed` ``not_your_desk``,
    ``own_application``, ``stage_same_person`` (each stage is decided by a person who has decided no other stage of it),
    ``four_eyes_same`` (the second pair of eyes must be another person's), ``four_eyes_entered`` (nor
    of whoever took the application in); `Refused` ``reasons_missing``, ``reason_unknown``,
    ``note_missing``; for an approval
    ``home_not_registered`` and ``not_entitled_now`` (`codes`): what the rules of today's place ask for
    is not met today.
    """
    require_no_identity_number(note)
    application_rights.see(application_id)
    _reasoned(decision, reasons, note)
    with transaction.atomic(), as_intake_role():
        row = application_rights.locked(application_id)
        _decides_here(row, actor)
        _still_open(row, seen, actor)
        stage = Stage(row.stage)
        _may_decide_stage(row, stage, actor)
        if jurisdiction.read_anew(
            row, actor=actor, at=at
        ):  # returned, not raised: the officer must find the new place
            return Outcome(ApplicationState(row.state), Stage(row.stage), moved=True)
        Decision.objects.create(
            application=row,
            round=row.round,
            stage=stage.value,
            decision=decision.value,
            reasons=list(reasons),
            note=note.strip()[:500],
            by_user=actor.user_id or 0,
            by_label=actor.label,
            at=at,
            role=stages.deciding_office(stage, region=row.region, station=row.station)[0],
        )
        given = [
            StageDecision(d)
            for d in row.decisions.filter(round=row.round, stage=stage.value)
            .order_by("id")
            .values_list("decision", flat=True)
        ]
        verdict = stages.verdict(given, four_eyes=stage.value in row.four_eyes)
        audit.record_write(
            actor,
            action=f"permit.{decision.value}",
            subject_kind="application",
            subject_id=row.pk,
            at=at,
            person_id=row.person_id,
            detail={"stage": stage.value, "reasons": list(reasons)},
        )
        if verdict is None:
            row.version += 1
            row.save(update_fields=["version"])
            return Outcome(ApplicationState(row.state), stage, waits_for_second=True)
        return _ended(row, stage, verdict, actor, at)


def ask_missing(
    application_id: int,
    *,
    codes: Sequence[tuple[str, str, tuple[str, ...]]],
    note: str,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Request everything that is missing from the applicant, once; the time limit is paused until they answer.

    `codes`: (code, article, supporting documents that may prove it). What a notice has named already may be asked again
    when what came does not prove it; anything new is refused (``notice_given_already``): all missing items are
    requested once (art. 9).
    """
    require_no_identity_number(note)
    application_rights.see(application_id)
    if not codes or not note.strip():
        raise Refused("note_missing")
    if any(not documents for _, _, documents in codes):
        raise Refused("paper_kind_missing")
    with transaction.atomic(), as_intake_role():
        row = application_rights.locked(application_id)
        _decides_here(row, actor)
        _still_open(row, seen, actor)
        _may_decide_stage(row, Stage(row.stage), actor, decides=False)
        notice = MissingNotice.objects.select_for_update().filter(application=row).first()
        if notice is None:
            items = [
                accepting.item(code, article, documents, note.strip()[:300])
                for code, article, documents in codes
            ]
            accepting.ask(row, items, actor=actor, at=at)
            return
        if {c for c, _, _ in codes} - {i["code"] for i in notice.items}:
            raise Refused("notice_given_already")
        accepting.ask_again(
            row, notice, [c for c, _, _ in codes], note.strip()[:300], actor=actor, at=at
        )


def _ended(
    row: Application, stage: Stage, decision: StageDecision, actor: Actor, at: datetime
) -> Outcome:
    """One stage is decided: the next stage, or the end."""
    after = stages.following([Stage(s) for s in row.stages], stage)
    if after is not None:
        row.stage, row.version = after.value, row.version + 1
        row.save(update_fields=["stage", "version"])
        _emit(ADVISED, row, at, stage=stage.value, said=decision.value)
        return Outcome(ApplicationState(row.state), after)
    if decision is StageDecision.REFUSE:
        application_rights.goes_to(row, ApplicationState.REFUSED, at=at)
        row.save()
        date_supporting_documents(row, at=at)
        _emit(REFUSED, row, at)
        return Outcome(ApplicationState.REFUSED, None)
    return _approved(row, actor, at)


def _approved(row: Application, actor: Actor, at: datetime) -> Outcome:
    photo = Paper.objects.filter(
        application=row, kind=SupportingDocumentKind.PHOTO.value, replaced_at=None
    ).first()
    if row.kind == Kind.FIRST:
        _still_eligible(row, at)
        _left_the_other_city(row, actor, at)
        row.permit_id = open_permit(
            person_id=row.person_id,
            region=row.region,
            station=row.station,
            home_id=row.home_id,
            path=row.path,
            actor=actor,
            at=at,
            application_id=row.pk,
            ethnicity=ethnicity_of(row),
            photo_id=photo.blob_id if photo else None,
        )
    application_rights.goes_to(row, ApplicationState.APPROVED, at=at)
    row.answers = {
        k: v for k, v in row.answers.items() if k != "face"
    }  # it stands on the card now, nowhere else
    row.save()
    date_supporting_documents(row, at=at)
    _emit(APPROVED, row, at, permit=row.permit_id)
    return Outcome(ApplicationState.APPROVED, None, permit_id=row.permit_id)


def _still_eligible(row: Application, at: datetime) -> None:
    """The rules of today's place must be met today; what a notice named, the officers have looked at themselves."""
    jurisdiction.lives(row.person_id, at)
    notice = MissingNotice.objects.filter(application=row).first()
    named = {i["code"] for i in notice.items} if notice else set()
    lacking = [n.code for n in what_it_needs(row, at=at) if not n.met_by and n.code not in named]
    if lacking:
        raise Refused("not_entitled_now", codes=lacking, number=row.number)


def _left_the_other_city(row: Application, actor: Actor, at: datetime) -> None:
    """One permit a person: with the new city's the old city's ends."""
    held = live_permit(row.person_id)
    if held is not None and city_of(held.region) != city_of(row.region):
        ended = make_transition(
            locked(held.pk),
            TransitionKind.CANCELLED,
            actor=actor,
            at=at,
            reason=CancelReason.LEFT,
            application_id=row.pk,
        )
        end_all(ended, at=at)


def _still_open(row: Application, seen: int, actor: Actor) -> None:
    """Tell the second of two clerks what the first one did."""
    if row.version == seen and row.state == ApplicationState.DECIDING:
        return
    if any(m["version"] > seen for m in row.moves):
        raise Conflict("application_moved", number=row.number)
    last = row.decisions.order_by("-id").first()
    if last is not None and last.by_user != actor.user_id:
        raise Conflict(
            "application_decided", by=last.by_label, what=last.decision, number=row.number
        )
    if row.closed_at is not None:
        raise Conflict("application_closed", number=row.number, state=row.state)
    raise Conflict("application_changed", number=row.number)


def _decides_here(row: Application, actor: Actor) -> None:
    """`NotAllowed` before anything of the application is read out, for whoever decides on no application here."""
    if not (
        actor.may("permit.decide", region=row.region)
        or actor.may("permit.issue", region=row.station)
    ):
        raise NotAllowed("not_your_desk", stage=row.stage)


def _may_decide_stage(
    row: Application, stage: Stage, actor: Actor, *, decides: bool = True
) -> None:
    if not stages.holds(actor.grants, stage, region=row.region, station=row.station):
        raise NotAllowed("not_your_desk", stage=stage.value)
    if actor.person_id is not None and actor.person_id in (row.person_id, row.proxy_person_id):
        raise NotAllowed("own_application")
    if not decides:
        return
    if row.decisions.filter(
        round=row.round, stage=stage.value, by_user=actor.user_id or 0
    ).exists():
        raise NotAllowed("four_eyes_same")
    if row.decisions.filter(round=row.round, by_user=actor.user_id or 0).exists():
        raise NotAllowed("stage_same_person")
    if (
        stage.value in row.four_eyes
        and actor.user_id is not None
        and actor.user_id == row.created_by
    ):
        raise NotAllowed("four_eyes_entered")


def _reasoned(decision: StageDecision, reasons: Sequence[str], note: str) -> None:
    if unknown := set(reasons) - set(REFUSALS):
        raise Refused("reason_unknown", reason=sorted(unknown))
    if decision is StageDecision.REFUSE and not reasons:
        raise Refused("reasons_missing")
    if "other" in reasons and not note.strip():
        raise Refused("note_missing")


def _emit(event: str, row: Application, at: datetime, **more: object) -> None:
    events.emit(
        event,
        {
            "application": row.pk,
            "person": row.person_id,
            "region": row.region,
            "kind": row.kind,
            **more,
        },
        at=at,
    )
